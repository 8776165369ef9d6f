import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext, Destination } from '../context';
import { failure } from '../kernel/app-error';
import { ByteMeter, metered } from '../kernel/digest';
import { objectKeys } from '../storage/object-keys';
import type { ObjectStore } from '../storage/object-store';
import { hashStoredObject } from '../storage/read-back';
import { readSmallObject, writeSmallObject } from '../storage/small-objects';

/** An object with the size and hash that a signed manifest names. */
export interface StoredPiece {
  key: string;
  size: number;
  sha256: string;
}

const LARGEST_RECORD = 16 * 1024 * 1024;
const RECORD = /\/(?:verification|pin|release)-[^/]+\.json$/;

/** What is written beside a manifest later on, and goes with its copies. */
export const isRecord = (key: string): boolean => RECORD.test(key);

/** The dump, and the content bundles that the recovery point needs: they may stand in folders of other backups. */
export const piecesOf = ({ artifact, bundle }: CatalogEntry['manifest']): StoredPiece[] =>
  [artifact, ...(bundle ? [...bundle.needs, bundle] : [])].map(({ key, size, sha256 }) => ({ key, size, sha256 }));

/**
 * Copies a recovery point by streaming, manifest last, each object read back from its new place. What is there already
 * and right is not sent again. Gives its bytes. Throws AppFailure: CORRUPT, NOT_FOUND, STORAGE_DOWN, CANCELLED.
 */
export async function transferBackup(
  { catalog, store, site }: BackupContext,
  id: string,
  to: Destination,
  signal?: AbortSignal,
): Promise<number> {
  const { manifest, signatureValid } = await catalog.get(id);
  if (!signatureValid) {
    throw failure('CORRUPT', 'The manifest of this backup was changed after it was signed: it is not copied.');
  }
  const keys = objectKeys(site.slug);
  const pieces = piecesOf(manifest);
  for (const piece of pieces) {
    if (!(await isThere(to.store, piece, signal))) await sendPiece(store, to, piece, signal);
  }
  for await (const { key } of store.list(keys.backupPrefix(id))) {
    if (isRecord(key) && (await to.store.stat(key)) === null) await sendRecord(store, to.store, key);
  }
  // Last: before it there is no copy. A backup that was deleted meanwhile has no manifest any more and throws.
  await sendRecord(store, to.store, keys.manifestKey(id));
  return pieces.reduce((sum, { size }) => sum + size, 0);
}

async function isThere(store: ObjectStore, { key, size, sha256 }: StoredPiece, signal?: AbortSignal): Promise<boolean> {
  if ((await store.stat(key))?.size !== size) return false;
  return (await hashStoredObject(store, key, { signal })).sha256 === sha256;
}

/**
 * Writes one object, hashed on the way, and hashes it once more from the other store. A wrong source leaves there what
 * was there; wrong bytes read back do not stay, unless an object stood there before: that one is not ours to delete.
 */
export async function sendPiece(
  from: ObjectStore,
  { name, store }: Pick<Destination, 'name' | 'store'>,
  piece: StoredPiece,
  signal?: AbortSignal,
): Promise<void> {
  const { key, size, sha256 } = piece;
  const isOurs = (await store.stat(key)) === null;
  await store.put(key, exactly(await from.get(key, { signal }), piece), { signal, expectedSize: size });
  const read = await hashStoredObject(store, key, { signal });
  if (read.size === size && read.sha256 === sha256) return;
  if (isOurs) await store.delete(key);
  throw failure('CORRUPT', `“${name}” gave back other bytes than were written there.`, {
    hint: `Check ${store.description} for errors. It is tried again by itself.`,
  });
}

/** Throws at the end of a stream that was another than the manifest names, so that a store does not take it. */
async function* exactly(source: AsyncIterable<Uint8Array>, { size, sha256 }: StoredPiece): AsyncGenerator<Uint8Array> {
  const meter = new ByteMeter();
  yield* metered(source, meter);
  if (meter.size === size && meter.sha256() === sha256) return;
  throw failure('CORRUPT', 'The stored file is not what was stored at first: it was not copied.', {
    hint: 'Verify this backup, and check the storage it is in.',
  });
}

/** Copies a small object and reads it back, unless it is there already. Throws AppFailure as `transferBackup`. */
export async function sendRecord(from: ObjectStore, to: ObjectStore, key: string): Promise<void> {
  const bytes = await readSmallObject(from, key, LARGEST_RECORD);
  const holdsIt = async () => bytes.equals(await readSmallObject(to, key, LARGEST_RECORD));
  const before = await to.stat(key);
  if (before?.size === bytes.byteLength && (await holdsIt())) return;
  await writeSmallObject(to, key, bytes);
  if (await holdsIt()) return;
  if (before === null) await to.delete(key);
  throw failure('CORRUPT', `${to.description} gave back other bytes than were written there.`);
}
