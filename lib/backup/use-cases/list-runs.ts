import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import { listRuns as readRuns, toRunView } from '../runs/run-records';
import type { RunView } from '../views';
import { clearLostRuns } from './clear-lost-runs';
import { reachDatabase } from './reach-database';

/** Runs of every kind, newest first, at most `limit`. Errors: DATABASE_DOWN. */
export async function listRuns(
  context: BackupContext,
  { before, limit = 50 }: { before?: string; limit?: number } = {},
): Promise<Result<RunView[]>> {
  return attempt(async () => {
    const db = await reachDatabase(context);
    await clearLostRuns(context, db);
    return (await readRuns(db, { before, limit })).map(toRunView);
  });
}
