import type { Clock } from '../kernel/clock';
import { ADOPTION_NAME, MANIFEST_NAME, TOMBSTONE_NAME } from '../storage/object-keys';
import type { ObjectStore } from '../storage/object-store';
import { writeOnce } from './commit-manifest';
import type { CatalogPlace } from './parse-manifest';
import { toSignedBytes } from './signed-json';
import type { UnsignedTombstone } from './tombstone';

/**
 * For what stands here of a backup that was deleted for good, and whose manifest nobody has any more: a removal record
 * that says so, and lets it be purged. False where there is nothing, or what is listed, removed or adopted.
 */
export async function condemnLeftover(
  store: ObjectStore,
  id: string,
  { actor, clock, place }: { actor: string; clock: Clock; place: CatalogPlace },
): Promise<boolean> {
  const names: string[] = [];
  for await (const { key } of store.list(place.keys.backupPrefix(id))) names.push(key.slice(key.lastIndexOf('/') + 1));
  const isSettled = names.some((name) => [MANIFEST_NAME, TOMBSTONE_NAME, ADOPTION_NAME].includes(name));
  if (names.length === 0 || isSettled) return false;
  const at = clock.now().toISOString();
  const unsigned: UnsignedTombstone = {
    ...{ version: 1, id, site: place.site, actor, manifestBase64: '' },
    ...{ removedAt: at, purgedAt: at },
  };
  await writeOnce(store, place.keys.tombstoneKey(id), toSignedBytes(place.signer, 'tombstone:v1', unsigned));
  return true;
}
