import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext, Destination } from '../context';
import { attempt } from '../kernel/result';
import { MANIFEST_NAME, objectKeys } from '../storage/object-keys';
import type { ObjectStore } from '../storage/object-store';
import { isRecord, piecesOf, sendRecord } from './transfer-backup';

/**
 * Brings verifications, pins and releases that came after a copy to it, and what became of restores: a catalogue that is
 * rebuilt from a copy says the same as this one. A failure goes to the log; the next call tries again. Gives those of
 * `copied`, which were listed before, of which the destination misses an object or has one of another size.
 */
export async function copyLaterRecords(
  context: BackupContext,
  { name, store }: Destination,
  copied: readonly CatalogEntry[],
): Promise<CatalogEntry[]> {
  const keys = objectKeys(context.site.slug);
  const compared = await attempt(async () => {
    const there = await sizesIn(store, keys.sitePrefix);
    const here = await sizesIn(context.store, keys.sitePrefix);
    const lost = copied.filter(({ manifest }) => {
      const key = keys.manifestKey(manifest.id);
      // What was deleted here meanwhile is missed nowhere.
      if (!here.has(key)) return false;
      return (
        there.get(key) !== here.get(key) || piecesOf(manifest).some((piece) => there.get(piece.key) !== piece.size)
      );
    });
    return { there, here, lost };
  });
  if (!compared.ok) {
    warn(context, name, compared.error.message);
    return [];
  }
  const { there, here, lost } = compared.value;
  const sent = await attempt(async () => {
    for (const key of here.keys()) {
      const manifest = `${key.slice(0, key.lastIndexOf('/') + 1)}${MANIFEST_NAME}`;
      const belongsThere = keys.isSiteRecord(key) || (isRecord(key) && there.has(manifest));
      if (belongsThere && !there.has(key)) await sendRecord(context.store, store, key);
    }
  });
  if (!sent.ok) warn(context, name, sent.error.message);
  return lost;
}

async function sizesIn(store: ObjectStore, prefix: string): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for await (const { key, size } of store.list(prefix)) sizes.set(key, size);
  return sizes;
}

const warn = ({ host }: BackupContext, copy: string, reason: string) =>
  host.log.warn('Later records could not be brought to a copy.', { copy, reason });
