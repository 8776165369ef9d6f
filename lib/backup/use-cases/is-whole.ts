import type { Manifest } from '../catalog/manifest';
import type { ObjectStore } from '../storage/object-store';
import { piecesOf } from './transfer-backup';

/**
 * Whether a store has everything that a recovery point needs, in the size that its manifest names; bytes are not read.
 * Throws STORAGE_DOWN.
 */
export async function isWhole(store: ObjectStore, manifest: Manifest): Promise<boolean> {
  const found = await Promise.all(
    piecesOf(manifest).map(async ({ key, size }) => (await store.stat(key))?.size === size),
  );
  return found.every(Boolean);
}
