import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import type { StorageView } from '../views';

/** How many backups the storage holds and what they weigh. Errors: STORAGE_DOWN. */
export async function getStorage({ store, catalog }: BackupContext): Promise<Result<StorageView>> {
  return attempt(async () => {
    const [{ entries }, freeBytes] = await Promise.all([catalog.list(), store.freeBytes()]);
    return {
      kind: store.kind,
      description: store.description,
      backups: entries.length,
      bytes: entries.reduce((sum, { manifest }) => sum + manifest.artifact.size, 0),
      freeBytes,
    };
  });
}
