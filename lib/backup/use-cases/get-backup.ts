import type { BackupContext } from '../context';
import { appError } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import { attempt, err, type Result } from '../kernel/result';
import type { BackupView } from '../views';
import { backupView } from './backup-view';
import { backupsInUse } from './backups-in-use';

/** One backup with its proof, from storage alone. Errors: NOT_FOUND, CORRUPT (unreadable manifest), STORAGE_DOWN. */
export async function getBackup(context: BackupContext, id: string): Promise<Result<BackupView>> {
  if (!isId(id)) return err(appError('NOT_FOUND', 'There is no such backup.', { hint: 'Open it from the history.' }));
  return attempt(async () => {
    const entry = await context.catalog.get(id);
    const [{ entries }, inUse] = await Promise.all([context.catalog.list(), backupsInUse(context)]);
    return backupView(context, entry, entries, inUse);
  });
}
