import type { BackupContext } from '../context';
import { attempt, type Result, unwrap } from '../kernel/result';
import { currentHolder } from '../runs/holder';
import { findRunning } from '../runs/run-records';
import type { RunView } from '../views';
import { cancelRun } from './cancel-run';
import { reachDatabase } from './reach-database';

/**
 * For a process that must end: asks the run that works in it to stop, and gives that run, or null where it has none. A
 * slot of the schedule that it had is due again. Errors: CONFLICT (past its point of no return), DATABASE_DOWN.
 */
export function stopOwnRun(
  context: BackupContext,
  { actorName }: { actorName: string },
): Promise<Result<RunView | null>> {
  return attempt(async () => {
    const running = await findRunning(await reachDatabase(context));
    if (running?.holder !== currentHolder()) return null;
    return unwrap(await cancelRun(context, { runId: running.id, actorName, trigger: 'schedule', yieldsSlot: true }));
  });
}
