import type { RestoreResultView, RunView } from '../contract';
import { exactTableName } from '../format/table-name';

export const TABLE_GROUPS = ['auth', 'payments', 'interactions'] as const;
export type TableGroup = (typeof TABLE_GROUPS)[number];

/** What the address of the page asks for. */
export type RestoreChoice =
  | { kind: 'database' }
  | { kind: 'live'; content?: boolean }
  /** With neither a group nor tables nothing can be planned yet. */
  | { kind: 'tables'; into: 'side' | 'live'; group?: TableGroup; tables?: string[] };

type Query = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
const isGroup = (value: string | undefined): value is TableGroup => TABLE_GROUPS.some((group) => group === value);

/** Reads `?to=…&content=1&into=…&group=…&table=…`; what it does not know becomes the harmless default, a new database. */
export function readChoice(query: Query): RestoreChoice {
  const to = one(query.to);
  if (to === 'live') return one(query.content) === '1' ? { kind: 'live', content: true } : { kind: 'live' };
  if (to !== 'tables') return { kind: 'database' };
  const into = one(query.into) === 'live' ? 'live' : 'side';
  const group = one(query.group);
  if (isGroup(group)) return { kind: 'tables', into, group };
  const tables = [query.table ?? []].flat().filter((name) => name !== '');
  return tables.length > 0 ? { kind: 'tables', into, tables } : { kind: 'tables', into };
}

/** The same in two parts, as a plan is asked for. */
export const askedOf = (choice: RestoreChoice) =>
  choice.kind === 'live'
    ? { target: { kind: choice.kind }, content: choice.content === true }
    : { target: choice, content: false };

/** Whether a plan can be made of it. */
export function isPlannable(choice: RestoreChoice): boolean {
  return choice.kind !== 'tables' || choice.group !== undefined || choice.tables !== undefined;
}

/** The address of the plan that a run was made from. */
export function planHrefOf(run: RunView, target: RestoreResultView['target'] | null): string {
  if (run.kind === 'reset') return '/admin/backups/reset';
  const kind = run.restore?.target ?? 'database';
  if (kind === 'database') return restoreHref(run.backupId);
  if (kind === 'live') {
    return restoreHref(run.backupId, { to: 'live', ...(run.restore?.content && { content: '1' }) });
  }
  const query = new URLSearchParams({ to: 'tables', into: kind === 'live-tables' ? 'live' : 'side' });
  for (const table of target?.kind === 'tables' ? target.tables : []) query.append('table', exactTableName(table));
  return restoreHref(run.backupId, query);
}

export function restoreHref(backupId: string, query: URLSearchParams | Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `/admin/backups/${backupId}/restore${search ? `?${search}` : ''}`;
}
