import type { RunView } from '../contract';
import type { Format } from '../format/use-format';
import type { Mark } from '../ui/icons';
import { isRestoring, isStateRun } from './kind-words';
import { progressWords } from './progress-words';

export const RUN_MARKS: Record<RunView['status'], Mark> = {
  running: 'running',
  done: 'safe',
  failed: 'bad',
  cancelled: 'cancelled',
  lost: 'bad',
  missed: 'bad',
};

/** Signing is the commit point: from then on the backup exists, whatever happens to its proof. */
export function isStored(run: RunView): boolean {
  return run.phases.some(({ key, state }) => key === 'sign' && state === 'done');
}

/** The plan did not hold any more when it was about to be carried out: it has to be read again. */
export function isStale(run: RunView): boolean {
  return isRestoring(run.kind) && run.error?.code === 'STALE';
}

function doneTitle(run: RunView): string {
  const restored = run.phases.some(({ key, state }) => key === 'restore' && state === 'done');
  if (run.kind === 'verify') return restored ? 'verifyRestore' : 'verifyBytes';
  return restored ? 'backupProven' : 'backupDone';
}

const RESTORING: Partial<Record<RunView['kind'], string>> = {
  restore: 'restoring',
  undo: 'undoing',
  reset: 'resetting',
};

function runningTitle(kind: RunView['kind']): string {
  return RESTORING[kind] ?? (kind === 'verify' ? 'checking' : 'running');
}

const PRUNE_TITLES: Partial<Record<RunView['status'], string>> = { running: 'pruneRunning', done: 'pruneDone' };

/** The sentence of a run: its state first, then what that means for the backups. */
export function runSentence(run: RunView, format: Format): string {
  const { words } = format;
  const verify = run.kind === 'verify';
  if (isStateRun(run.kind)) return words(`state.run.${run.kind}.${run.status}`);
  if (run.kind === 'prune') return words(`run.title.${PRUNE_TITLES[run.status] ?? 'pruneFailed'}`);
  switch (run.status) {
    case 'running': {
      const { doing, tables } = progressWords(run.progress, format, run.kind);
      const sentence = [doing, tables].filter((part) => part !== null).join(' ');
      return words(`run.title.${runningTitle(run.kind)}`, { doing: sentence });
    }
    case 'done':
      if (isRestoring(run.kind)) return words(`run.title.${run.kind}Done`);
      return words(`run.title.${doneTitle(run)}`);
    case 'failed':
      if (isStale(run)) return words('run.title.stale');
      if (isRestoring(run.kind)) return words(`run.title.${run.kind}Failed`);
      if (verify) return words('run.title.verifyFailed');
      return words(isStored(run) ? 'run.title.proofFailed' : 'run.title.backupFailed');
    case 'cancelled':
      if (isRestoring(run.kind)) return words('run.title.restoreCancelled');
      return words(verify ? 'run.title.verifyCancelled' : 'run.title.cancelled');
    case 'lost':
      return words('run.title.lost');
    case 'missed':
      return words('run.title.missed');
  }
}
