import type { BackupContext } from '../context';
import { AppFailure } from '../kernel/app-error';
import { markDeleted } from '../runs/run-records';
import { reachDatabase } from './reach-database';

/** Tells the history that a backup is gone on purpose. With no database the storage has the truth and the log the note. */
export async function noteDeletion(context: BackupContext, backupId: string, deleted: boolean): Promise<void> {
  try {
    await markDeleted(await reachDatabase(context), backupId, deleted);
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    context.host.log.warn('The history could not be told of a deletion.', { backupId, reason: thrown.error.message });
  }
}
