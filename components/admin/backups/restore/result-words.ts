import type { RestoreResultView, RunView } from '../contract';
import { tableName } from '../format/table-name';
import type { Format } from '../format/use-format';
import { runSentence } from '../run/run-words';
import { contentDoneWords } from './content-words';

const MOST_NAMES = 3;

type Kind = 'live' | 'database' | 'side' | 'tables';

function resultKind({ target }: RestoreResultView): Kind {
  if (target.kind !== 'tables') return target.kind;
  return target.into === 'side' ? 'side' : 'tables';
}

/** The database part stands, and the content could not follow. */
export const contentIsMissing = (run: RunView): boolean =>
  run.status === 'failed' && run.restore?.content?.state === 'failed';

/** The sentence of a restore, an undo or a reset. "Exactly" only where every table was compared and matched. */
export function restoreSentence(run: RunView, result: RestoreResultView | null, format: Format): string {
  const { backup, compared } = result ?? {};
  if (contentIsMissing(run)) return format.words(run.kind === 'undo' ? 'recovery.undoFailed' : 'recovery.failed');
  if (run.kind !== 'restore' || run.status !== 'done' || !result || !backup || !compared?.same) {
    return runSentence(run, format);
  }
  const values = { n: compared.tables.length, when: format.spoken(backup.createdAt) };
  return format.words(`result.${resultKind(result)}`, values);
}

function adminWords({ actingAdmin }: RestoreResultView, { words }: Format): string | null {
  if (actingAdmin === 'stays') return words('result.signedIn');
  if (actingAdmin === 'not-admin') return words('result.demoted');
  return actingAdmin === 'not-in-backup' ? words('result.gone') : null;
}

/** What a run that ended well means for the site: since when it is live, how long visitors waited, who is signed in. */
export function outcomeWords(run: RunView, result: RestoreResultView | null, format: Format): string {
  const { words } = format;
  const onLive = run.restore?.target === 'live' || run.restore?.target === 'live-tables';
  if (!onLive) return words('result.notTouched');
  const swapMs = result?.swapMs ?? run.restore?.swapMs ?? null;
  return [
    run.finishedAt ? words('result.liveSince', { time: format.clock(run.finishedAt) }) : null,
    swapMs === null ? null : words('result.swapTook', { time: format.brief(swapMs) }),
    contentDoneWords(result?.content ?? run.restore?.content, words),
    result ? adminWords(result, format) : null,
  ]
    .filter((text) => text !== null)
    .join(' ');
}

/** Which tables differed, where that is why a restore was stopped. */
export function differsWords(result: RestoreResultView | null, format: Format): string | null {
  const different = result?.compared?.tables.filter(({ same }) => !same) ?? [];
  if (different.length === 0) return null;
  const names = different.slice(0, MOST_NAMES).map(tableName);
  if (different.length > MOST_NAMES) names.push('…');
  return format.words('result.differs', { n: different.length, names: format.list(names) });
}
