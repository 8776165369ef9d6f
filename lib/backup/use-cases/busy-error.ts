import { type AppError, appError } from '../kernel/app-error';
import type { RunView } from '../views';

const ACTS: Record<RunView['kind'], string> = {
  backup: 'A backup',
  verify: 'A verification',
  restore: 'A restore',
  undo: 'An undo',
  reset: 'Starting over',
  migrate: 'Running migrations',
  seed: 'Seeding',
  content: 'A change of content',
  prune: 'Deleting old backups',
};

/** The answer to a second press: what runs, who started it, and where to watch it. */
export function busyError(run: RunView): AppError {
  return appError('BUSY', `${ACTS[run.kind]} is already running. ${run.actorName} started it.`, {
    hint: 'Watch it, or start again when it has ended.',
    details: { runId: run.id },
  });
}
