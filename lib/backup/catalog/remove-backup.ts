import { AppFailure, failure } from '../kernel/app-error';
import type { Clock } from '../kernel/clock';
import type { ObjectStore } from '../storage/object-store';
import { writeSmallObject } from '../storage/small-objects';
import { writeOnce } from './commit-manifest';
import { loadBytes } from './load-bytes';
import type { Manifest } from './manifest';
import { type CatalogPlace, parseManifest } from './parse-manifest';
import { toSignedBytes } from './signed-json';
import { readTombstone, type UnsignedTombstone } from './tombstone';

interface Removal {
  actor: string;
  /** ISO 8601. */
  removedAt: string;
  place: CatalogPlace;
}

/** Tombstone first, then the manifest: at every moment the backup is listed or can be brought back. Data stays. */
export async function removeBackup(
  store: ObjectStore,
  id: string,
  { actor, clock, place }: { actor: string; clock: Clock; place: CatalogPlace },
): Promise<void> {
  await beginRemoval(store, id, { actor, removedAt: clock.now().toISOString(), place });
  if ((await store.delete(place.keys.manifestKey(id))) === 'retained') {
    await store.delete(place.keys.tombstoneKey(id));
    throw lockedByStore(id);
  }
}

export const lockedByStore = (id: string) =>
  failure('CONFLICT', `Backup ${id} is locked against deletion by the store.`);

/** Writes the tombstone of a backup that is listed still. NOT_FOUND, CORRUPT, CONFLICT with one of another manifest. */
export async function beginRemoval(
  store: ObjectStore,
  id: string,
  { actor, removedAt, place }: Removal,
): Promise<void> {
  const bytes = await loadBytes(store, place.keys.manifestKey(id));
  if (bytes === 'absent') throw failure('NOT_FOUND', `There is no backup ${id}.`);
  if (bytes === 'oversized') throw failure('CORRUPT', `The manifest of backup ${id} is far larger than one can be.`);
  const manifestBase64 = bytes.toString('base64');
  const unsigned: UnsignedTombstone = { version: 1, id, site: place.site, removedAt, actor, manifestBase64 };
  const tombstone = toSignedBytes(place.signer, 'tombstone:v1', unsigned);
  await writeOnce(store, place.keys.tombstoneKey(id), tombstone).catch(async (error: unknown) => {
    if (!(error instanceof AppFailure) || error.error.code !== 'CONFLICT') throw error;
    // Left by a removal or an undoing that stopped half-way. It is renewed: the grace period counts from this removal.
    const earlier = await readTombstone(store, id, place);
    if (earlier !== null && earlier.manifestBase64 !== manifestBase64) throw error;
    await writeSmallObject(store, place.keys.tombstoneKey(id), tombstone);
  });
}

/** Puts the manifest back byte for byte. NOT_FOUND where nothing was removed, CORRUPT where it cannot be believed. */
export async function undeleteBackup(store: ObjectStore, id: string, place: CatalogPlace): Promise<Manifest> {
  const tombstone = await readTombstone(store, id, place);
  if (tombstone === null || tombstone.purgedAt !== undefined) {
    throw failure('NOT_FOUND', `Backup ${id} is not among the removed ones.`, {
      hint: 'It may be in the list still, or its time to be brought back is over.',
    });
  }
  const key = place.keys.manifestKey(id);
  const bytes = Buffer.from(tombstone.manifestBase64, 'base64');
  const parsed = parseManifest(bytes, key, place);
  if (parsed.state === 'damaged') throw failure('CORRUPT', `Backup ${id} was damaged when removed. ${parsed.reason}`);
  const data = await store.stat(parsed.manifest.artifact.key);
  if (data?.size !== parsed.manifest.artifact.size) {
    throw failure('CORRUPT', `Backup ${id} cannot be brought back: its data is ${data ? 'not whole' : 'gone'}.`);
  }
  await writeOnce(store, key, bytes).catch(async (error: unknown) => {
    if (!(error instanceof AppFailure) || error.error.code !== 'CONFLICT') throw error;
    await assertSame(store, key, bytes);
  });
  await assertSame(store, key, bytes);
  await store.delete(place.keys.tombstoneKey(id));
  return parsed.manifest;
}

async function assertSame(store: ObjectStore, key: string, bytes: Buffer): Promise<void> {
  const stored = await loadBytes(store, key);
  if (typeof stored === 'string' || !stored.equals(bytes)) {
    throw failure('CONFLICT', `“${key}” is not what was removed. Nothing was overwritten.`);
  }
}
