import type { BackupContext } from '../context';
import { findRunByKey, toRunView } from '../runs/run-records';
import { reachDatabase } from './reach-database';
import type { StartedRun } from './start-backup';

/**
 * The run that this same request started before, whatever has become of it, or null. Asked before anything else is
 * checked: a request that is sent again after its act is done would only meet a world that its own act has changed.
 */
export async function repeatedStart<T>(
  context: BackupContext,
  { key, actorId }: { key: string | undefined; actorId: string | null },
): Promise<StartedRun<T> | null> {
  if (!key) return null;
  const run = await findRunByKey(await reachDatabase(context), key);
  return run && run.actorId === actorId ? { run: toRunView(run), started: false, finished: null } : null;
}
