import type { HistoryRowView, RunView } from '../contract';
import type { Words } from '../format/words';

type RunKind = RunView['kind'];

const UNDER_WAY: Record<Exclude<RunKind, 'migrate' | 'seed'>, string> = {
  backup: 'running',
  verify: 'checking',
  restore: 'restoring',
  undo: 'undoing',
  reset: 'resetting',
  // Written down when it has ended, so never under way in a row.
  content: 'running',
  prune: 'pruning',
};
const ENDED_WELL: Partial<Record<RunKind, string>> = { restore: 'restored', undo: 'undone', reset: 'startedOver' };

/** Runs that change the state of the database: its structure or its first data. */
export function isStateRun(kind: RunKind): kind is 'migrate' | 'seed' {
  return kind === 'migrate' || kind === 'seed';
}

/** Restores, undos, resets, migrations and seeds change databases; they make no backup and have no proof of their own. */
export function isRestoring(kind: RunKind): boolean {
  return ENDED_WELL[kind] !== undefined || isStateRun(kind);
}

/** "Backing up", "Restoring". */
export function underWay(kind: RunKind, words: Words): string {
  return words(isStateRun(kind) ? `state.underWay.${kind}` : `status.${UNDER_WAY[kind]}`);
}

/** "● Restoring", for the title of the tab. */
export function underWayTitle(kind: RunKind, words: Words): string {
  return words(isStateRun(kind) ? `state.title.${kind}` : `title.${UNDER_WAY[kind]}`);
}

/** The status word of a row: what is under way or ended well is named by its kind. */
export function rowStatus({ kind, status }: Pick<HistoryRowView, 'kind' | 'status'>, words: Words): string {
  if (status === 'running') return underWay(kind, words);
  if (status === 'good' && isStateRun(kind)) return words(`state.endedWell.${kind}`);
  const ended = status === 'good' ? ENDED_WELL[kind] : undefined;
  return words(`status.${ended ?? status}`);
}

/** What is in the way of another run. */
export function busyTitle(kind: RunKind | undefined, words: Words): string {
  if (kind === undefined) return words('busy.other');
  if (isStateRun(kind)) return words(`state.busy.${kind}`);
  return words(kind === 'backup' ? 'busy.title' : `busy.${kind}`);
}
