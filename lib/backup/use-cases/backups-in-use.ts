import type { BackupContext } from '../context';
import { AppFailure } from '../kernel/app-error';
import { findRunning } from '../runs/run-records';
import { reachDatabase } from './reach-database';

/**
 * Backups that a running verification or restore needs now: the one it reads, and the safety copy that is the way back.
 * With no database nothing can run, so nothing is in use.
 */
export async function backupsInUse(context: BackupContext): Promise<ReadonlySet<string>> {
  try {
    const running = await findRunning(await reachDatabase(context));
    return new Set(
      running ? [running.backupId, running.options.safetyBackupId].filter((id) => typeof id === 'string') : [],
    );
  } catch (thrown) {
    if (thrown instanceof AppFailure && thrown.error.code === 'DATABASE_DOWN') return new Set();
    throw thrown;
  }
}
