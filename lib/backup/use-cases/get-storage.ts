import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import { isGood, proofOf } from '../policy/proof';
import type { StorageView } from '../views';
import { copyViews } from './copy-views';
import { freeSpace } from './free-space';
import { chosenCopies } from './read-policy';

/** How many backups the storage holds and what they weigh. Errors: STORAGE_DOWN. */
export async function getStorage(context: BackupContext): Promise<Result<StorageView>> {
  const { store, catalog } = context;
  return attempt(async () => {
    const [{ entries }, freeBytes, copies] = await Promise.all([
      catalog.list(),
      freeSpace(context),
      chosenCopies(context),
    ]);
    const points = entries.filter((entry) => isGood(proofOf(entry))).map((entry) => copyViews(context, entry));
    return {
      kind: store.kind,
      description: store.description,
      backups: entries.length,
      bytes: entries.reduce((sum, { manifest }) => sum + manifest.artifact.size, 0),
      freeBytes,
      copies: copies.map(({ name, store: { kind, description } }) => {
        const states = points.flatMap((views) => views.filter(({ destination }) => destination === name));
        const there = states.filter(({ state }) => state === 'done').length;
        return { name, kind, description, newest: states[0]?.state ?? null, backups: there };
      }),
    };
  });
}
