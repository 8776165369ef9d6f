import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import type { BackupView } from '../views';
import { backupView } from './backup-view';
import { backupsInUse } from './backups-in-use';

export interface BackupList {
  /** Newest first. */
  backups: BackupView[];
  /** Objects that stand where a manifest belongs and cannot be trusted; never hidden. */
  damaged: { id: string; reason: string }[];
}

/** Every backup in the storage. Needs no database. Errors: STORAGE_DOWN. */
export async function listBackups(context: BackupContext): Promise<Result<BackupList>> {
  return attempt(async () => {
    const [{ entries, damaged }, inUse] = await Promise.all([context.catalog.list(), backupsInUse(context)]);
    return {
      backups: entries.map((entry) => backupView(context, entry, entries, inUse)),
      damaged: damaged.map(({ id, reason }) => ({ id, reason })),
    };
  });
}
