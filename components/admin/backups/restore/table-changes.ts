import type { RestorePlanView, RestoreTableView } from '../contract';
import { tableName } from '../format/table-name';
import type { Format } from '../format/use-format';

const MOST_NAMES = 3;

/** Whether the restore changes a table; without compared contents the rows decide. */
export function isChanged({ now, after, same }: RestoreTableView): boolean {
  return same === null ? now !== after : !same;
}

/** "−1,211", "+3", or in words where a number would say nothing. */
export function difference({ now, after }: RestoreTableView, format: Format): { text: string; loses: boolean } {
  const { words } = format;
  if (after === null) return { text: words('restore.lost.absentAfter'), loses: true };
  if (now === null) return { text: words('restore.lost.absentNow'), loses: false };
  if (now === after) return { text: words('restore.lost.otherContent'), loses: false };
  const sign = after < now ? '\u2212' : '+';
  return { text: `${sign}${format.number(Math.abs(after - now))}`, loses: after < now };
}

type People = NonNullable<RestorePlanView['people']>;

function named(people: People['vanishing'], all: number, format: Format): string {
  const isolated = (text: string) => `\u2068${text}\u2069`;
  const shown = people
    .slice(0, MOST_NAMES)
    .map(({ email }) => (email === null ? format.words('restore.lost.noEmail') : isolated(email)));
  const names = format.list(shown);
  const more = all - shown.length;
  return more > 0 ? format.words('restore.lost.andMore', { names, n: format.number(more) }) : names;
}

/** What the figures of a table mean for people. */
export function consequences(
  table: RestoreTableView,
  { people, target }: Pick<RestorePlanView, 'people' | 'target'>,
  format: Format,
): string[] {
  const { words } = format;
  const onLive = target.kind === 'live' || (target.kind === 'tables' && target.into === 'live');
  if (!onLive) return [];
  const lost = (table.now ?? 0) - (table.after ?? 0);
  if (tableName(table) === 'subscriptions' && lost > 0) return [words('restore.lost.subscriptions', { n: lost })];
  if (tableName(table) !== 'users' || !people) return [];
  const { vanish, vanishing, comeBack, comingBack } = people;
  return [
    vanish > 0 ? words('restore.lost.vanish', { n: vanish, names: named(vanishing, vanish, format) }) : null,
    comeBack > 0 ? words('restore.lost.comeBack', { n: comeBack, names: named(comingBack, comeBack, format) }) : null,
  ].filter((text) => text !== null);
}
