import type { BackupContext } from '../context';
import { appError } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import { attempt, err, ok, type Result } from '../kernel/result';
import { getRun as readRun, toRunView } from '../runs/run-records';
import type { RunView } from '../views';
import { clearLostRuns } from './clear-lost-runs';
import { reachDatabase } from './reach-database';

/** One run with its phases and progress. A run whose process is gone is shown as lost, never as running. Errors: NOT_FOUND, DATABASE_DOWN. */
export async function getRun(context: BackupContext, id: string): Promise<Result<RunView>> {
  const unknown = err(appError('NOT_FOUND', 'There is no such run.', { hint: 'Open it from the history.' }));
  if (!isId(id)) return unknown;
  const outcome = await attempt(async () => {
    const db = await reachDatabase(context);
    await clearLostRuns(context, db);
    return readRun(db, id);
  });
  if (!outcome.ok) return outcome;
  return outcome.value ? ok(toRunView(outcome.value)) : unknown;
}
