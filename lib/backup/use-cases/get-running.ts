import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import { findRunning, toRunView } from '../runs/run-records';
import type { RunView } from '../views';
import { clearLostRuns } from './clear-lost-runs';
import { reachDatabase } from './reach-database';

/** The run that is under way on any instance, or null. Errors: DATABASE_DOWN. */
export async function getRunning(context: BackupContext): Promise<Result<RunView | null>> {
  return attempt(async () => {
    const db = await reachDatabase(context);
    await clearLostRuns(context, db);
    const running = await findRunning(db);
    return running ? toRunView(running) : null;
  });
}
