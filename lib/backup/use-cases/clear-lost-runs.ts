import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { AppFailure } from '../kernel/app-error';
import { collectLostRuns, markCleanedUp } from '../runs/run-records';

/**
 * Ends runs whose process is gone and removes what they left in the storage, so that nothing half-made is ever listed
 * or blocks the next run. A left-over that cannot be removed now is logged and tried again with the next start.
 */
export async function clearLostRuns(context: BackupContext, db: HostDatabase): Promise<void> {
  for (const lost of await collectLostRuns(db)) {
    context.host.log.warn('A run was lost: its process ended without finishing it.', { runId: lost.id });
    try {
      if (lost.kind === 'backup') await context.catalog.discard(lost.backupId);
      await markCleanedUp(db, lost.id);
    } catch (thrown) {
      if (!(thrown instanceof AppFailure)) throw thrown;
      // CONFLICT: the manifest had been written, so the backup is whole and stays.
      if (thrown.error.code === 'CONFLICT') await markCleanedUp(db, lost.id);
      else {
        context.host.log.error('What a lost run left in the storage could not be removed.', {
          runId: lost.id,
          cause: thrown,
        });
      }
    }
  }
}
