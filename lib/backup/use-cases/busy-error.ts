import { type AppError, appError } from '../kernel/app-error';
import type { RunView } from '../views';

/** The answer to a second press: what runs, who started it, and where to watch it. */
export function busyError(run: RunView): AppError {
  const act = run.kind === 'backup' ? 'A backup' : 'A verification';
  return appError('BUSY', `${act} is already running. ${run.actorName} started it.`, {
    hint: 'Watch it, or start again when it has ended.',
    details: { runId: run.id },
  });
}
