import { AppFailure, failure } from '../kernel/app-error';
import { TOMBSTONE_NAME } from '../storage/object-keys';
import type { ObjectStore, StoredObject } from '../storage/object-store';
import type { CatalogPlace } from './parse-manifest';
import { readTombstone } from './tombstone';

/** For a run that is over: whatever it still uploads, however new, belongs to nobody. */
const ANY_AGE = new Date(8.64e15);

async function listWhole(store: ObjectStore, prefix: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of store.list(prefix)) objects.push(object);
  return objects;
}

/**
 * Deletes the data of backups removed before `olderThan`, tombstone last; gives their ids. Only with a genuine
 * tombstone and no manifest; both the signed time and the store's own must be old, so one wrong clock deletes nothing.
 */
export async function purgeRemoved(store: ObjectStore, olderThan: Date, place: CatalogPlace): Promise<string[]> {
  const purged: string[] = [];
  const tombstones = (await listWhole(store, place.keys.sitePrefix)).filter(
    ({ key, modifiedAt }) => key.endsWith(`/${TOMBSTONE_NAME}`) && modifiedAt < olderThan,
  );
  for (const { key } of tombstones) {
    const id = key.split('/').at(-2) ?? '';
    const tombstone = await genuineTombstone(store, id, key, place);
    if (tombstone === null || new Date(tombstone.removedAt) >= olderThan) continue;
    if ((await store.stat(place.keys.manifestKey(id))) !== null) continue;
    if (await deleteAll(store, place.keys.backupPrefix(id), key)) {
      await store.delete(key);
      purged.push(id);
    }
  }
  return purged;
}

/** A tombstone that cannot be believed deletes nothing; it is left for a person to look at. */
async function genuineTombstone(store: ObjectStore, id: string, key: string, place: CatalogPlace) {
  try {
    if (place.keys.tombstoneKey(id) !== key) return null;
    return await readTombstone(store, id, place);
  } catch (error) {
    if (error instanceof AppFailure && ['CORRUPT', 'INVALID_INPUT'].includes(error.error.code)) return null;
    throw error;
  }
}

/** Clears what a lost run left. Refuses with CONFLICT where a backup was committed, or removed and may be brought back. */
export async function discardRun(store: ObjectStore, id: string, place: CatalogPlace): Promise<void> {
  const { keys } = place;
  const assertUncommitted = async () => {
    for (const key of [keys.manifestKey(id), keys.tombstoneKey(id)]) {
      if ((await store.stat(key)) !== null) {
        throw failure('CONFLICT', `Backup ${id} is complete; only unfinished ones can be discarded.`);
      }
    }
  };
  await assertUncommitted();
  // Uploads first: one that is still under way can no longer appear behind the listing.
  await store.sweepUploads(keys.backupPrefix(id), ANY_AGE);
  for (const { key } of await listWhole(store, keys.backupPrefix(id))) {
    await assertUncommitted();
    await store.delete(key);
  }
}

/** False where the store retains an object. */
async function deleteAll(store: ObjectStore, prefix: string, except: string): Promise<boolean> {
  await store.sweepUploads(prefix, ANY_AGE);
  let all = true;
  for (const { key } of await listWhole(store, prefix)) {
    if (key !== except && (await store.delete(key)) === 'retained') all = false;
  }
  return all;
}
