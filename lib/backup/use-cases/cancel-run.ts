import type { BackupContext } from '../context';
import { appError } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import { attempt, err, ok, type Result } from '../kernel/result';
import { requestCancel, toRunView } from '../runs/run-records';
import type { RunView } from '../views';
import { reachDatabase } from './reach-database';
import { type ActBy, actBy, noteAudit } from './record-audit';

/**
 * Asks a run to stop, on whichever instance it works; it ends within two seconds. The slot of the schedule that it had
 * stays taken, as somebody did not want this backup, unless the run yields it (see requestCancel). Errors: NOT_FOUND, NOTHING_TO_DO, CONFLICT (past its point of no return), DATABASE_DOWN.
 */
export async function cancelRun(
  context: BackupContext,
  { runId, actorName, yieldsSlot, ...by }: { runId: string; actorName: string; yieldsSlot?: boolean } & Partial<ActBy>,
): Promise<Result<RunView>> {
  const unknown = err(appError('NOT_FOUND', 'There is no such run.', { hint: 'Look at the list of runs.' }));
  if (!isId(runId)) return unknown;
  const outcome = await attempt(async () =>
    requestCancel(await reachDatabase(context), runId, actorName, { yieldsSlot }),
  );
  if (!outcome.ok) return outcome;
  if (!outcome.value) return unknown;
  const run = toRunView(outcome.value);
  if (run.status === 'running' && !run.cancellable) {
    return err(
      appError('CONFLICT', 'This run is at its last step and cannot be stopped half-way. It ends in a moment.', {
        hint: 'Wait for its end. A restore can be undone then.',
      }),
    );
  }
  if (run.status === 'running') {
    await noteAudit(context, {
      act: 'run.cancel',
      subject: runId,
      ...actBy(actorName, by),
      detail: { kind: run.kind },
    });
    return ok(run);
  }
  return err(appError('NOTHING_TO_DO', 'This run has already ended.', { details: { status: run.status } }));
}
