import { AppFailure, failure } from '../kernel/app-error';
import type { Clock } from '../kernel/clock';
import { isBackupObject, isBundleKey, MANIFEST_NAME, provesBackup, TOMBSTONE_NAME } from '../storage/object-keys';
import type { ObjectStore, StoredObject } from '../storage/object-store';
import { writeSmallObject } from '../storage/small-objects';
import { loadBytes } from './load-bytes';
import { type CatalogPlace, parseManifest } from './parse-manifest';
import { toSignedBytes } from './signed-json';
import { readTombstone, type Tombstone, type UnsignedTombstone } from './tombstone';

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
 * The tombstones of `keep` stay, marked as purged: they still have to tell another store what to remove.
 */
export async function purgeRemoved(
  store: ObjectStore,
  { olderThan, keep = new Set() }: { olderThan: Date; keep?: ReadonlySet<string> },
  { clock, place }: { clock: Clock; place: CatalogPlace },
): Promise<string[]> {
  const purged: string[] = [];
  const needed = await neededBundles(store, olderThan, place);
  const tombstones = (await listWhole(store, place.keys.sitePrefix)).filter(
    ({ key, modifiedAt }) => key.endsWith(`/${TOMBSTONE_NAME}`) && modifiedAt < olderThan,
  );
  for (const { key } of tombstones) {
    const id = key.split('/').at(-2) ?? '';
    const tombstone = await genuineTombstone(store, id, key, place);
    if (tombstone === null || new Date(tombstone.removedAt) >= olderThan) continue;
    if ((await store.stat(place.keys.manifestKey(id))) !== null) continue;
    if (tombstone.purgedAt !== undefined && keep.has(id)) continue;
    const isEmpty = await deleteAll(store, place.keys.backupPrefix(id), new Set([...needed, key]));
    if (isEmpty && !keep.has(id)) await store.delete(key);
    else if (tombstone.purgedAt !== undefined || !(await markPurged(store, tombstone, { clock, place }))) continue;
    purged.push(id);
  }
  return purged;
}

/** Says in the tombstone that the data is gone on purpose. False where it is not: the store retains it. */
async function markPurged(
  store: ObjectStore,
  { signature: _, ...tombstone }: Tombstone,
  { clock, place }: { clock: Clock; place: CatalogPlace },
): Promise<boolean> {
  for await (const { key } of store.list(place.keys.backupPrefix(tombstone.id))) {
    if (isBackupObject(key) && !isBundleKey(key)) return false;
  }
  const marked: UnsignedTombstone = { ...tombstone, purgedAt: clock.now().toISOString() };
  await writeSmallObject(
    store,
    place.keys.tombstoneKey(tombstone.id),
    toSignedBytes(place.signer, 'tombstone:v1', marked),
  );
  return true;
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

/**
 * Clears what a lost run left. Refuses with CONFLICT where a backup was committed, or removed and may be brought back: a
 * record beside the manifest says so too where the manifest itself is gone.
 */
export async function discardRun(store: ObjectStore, id: string, place: CatalogPlace): Promise<void> {
  const { keys } = place;
  const complete = () => failure('CONFLICT', `Backup ${id} is complete; only unfinished ones can be discarded.`);
  const assertUncommitted = async () => {
    for (const key of [keys.manifestKey(id), keys.tombstoneKey(id), keys.adoptionKey(id)]) {
      if ((await store.stat(key)) !== null) throw complete();
    }
  };
  await assertUncommitted();
  // Uploads first: one that is still under way can no longer appear behind the listing.
  await store.sweepUploads(keys.backupPrefix(id), ANY_AGE);
  const left = await listWhole(store, keys.backupPrefix(id));
  if (left.some(({ key }) => provesBackup(key))) throw complete();
  for (const { key } of left) {
    await assertUncommitted();
    await store.delete(key);
  }
}

/**
 * Bundles that a backup which is listed, or may still be brought back, builds on. A manifest that cannot be read may need
 * any of them: then none is deleted.
 */
export async function neededBundles(
  store: ObjectStore,
  olderThan: Date,
  place: CatalogPlace,
): Promise<ReadonlySet<string>> {
  const needed = new Set<string>();
  const all = await listWhole(store, place.keys.sitePrefix);
  for (const { key, modifiedAt } of all) {
    const bytes = await manifestBytes(store, key, modifiedAt < olderThan, place);
    if (bytes === null) continue;
    const parsed = parseManifest(bytes, key.replace(/[^/]+$/, MANIFEST_NAME), place);
    if (parsed.state === 'damaged') {
      return new Set(all.flatMap((object) => (isBundleKey(object.key) ? [object.key] : [])));
    }
    const { bundle } = parsed.manifest;
    for (const piece of bundle ? [bundle, ...bundle.needs] : []) needed.add(piece.key);
  }
  return needed;
}

/** Of a listed backup, or of one that was removed and may come back; null for any other object. */
async function manifestBytes(store: ObjectStore, key: string, isOld: boolean, place: CatalogPlace) {
  if (key.endsWith(`/${MANIFEST_NAME}`)) {
    const bytes = await loadBytes(store, key);
    return typeof bytes === 'string' ? null : bytes;
  }
  if (isOld || !key.endsWith(`/${TOMBSTONE_NAME}`)) return null;
  const tombstone = await genuineTombstone(store, key.split('/').at(-2) ?? '', key, place);
  if (tombstone === null || tombstone.purgedAt !== undefined) return null;
  return Buffer.from(tombstone.manifestBase64, 'base64');
}

/** False where an object stays: the store retains it, or others build on it. */
async function deleteAll(store: ObjectStore, prefix: string, except: ReadonlySet<string>): Promise<boolean> {
  await store.sweepUploads(prefix, ANY_AGE);
  let all = true;
  for (const { key } of await listWhole(store, prefix)) {
    if (isBundleKey(key) && except.has(key)) all = false;
    else if (!except.has(key) && (await store.delete(key)) === 'retained') all = false;
  }
  return all;
}
