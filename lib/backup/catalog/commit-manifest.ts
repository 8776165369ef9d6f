import { failure } from '../kernel/app-error';
import type { ObjectStore } from '../storage/object-store';
import { writeSmallObject } from '../storage/small-objects';
import { type Manifest, manifestSchema, type UnsignedManifest, unsignedManifestSchema } from './manifest';
import { type CatalogPlace, misplacement } from './parse-manifest';
import { deepFreeze, toSignedBytes } from './signed-json';

/**
 * The only commit point: before this call there is no backup, after it there is. Throws CORRUPT where the data object
 * is missing or of another size, CONFLICT where the id is taken, INTERNAL for a manifest that is malformed.
 */
export async function commitManifest(
  store: ObjectStore,
  unsigned: UnsignedManifest,
  place: CatalogPlace,
): Promise<Manifest> {
  const parsed = unsignedManifestSchema.safeParse(unsigned);
  const fault = parsed.success ? misplacement(parsed.data, place) : 'It is malformed.';
  if (!parsed.success || fault !== null) {
    throw failure('INTERNAL', `The manifest cannot be written. ${fault}`, { cause: parsed.error });
  }
  const { id, artifact } = parsed.data;
  const data = await store.stat(artifact.key);
  if (data?.size !== artifact.size) {
    throw failure('CORRUPT', `The data of backup ${id} is ${data ? 'not as long as it was' : 'gone from the store'}.`, {
      hint: 'Make a new backup and look for what else writes to the backup store.',
    });
  }
  const bytes = toSignedBytes(place.signer, 'manifest:v1', parsed.data);
  await writeOnce(store, place.keys.manifestKey(id), bytes);
  return deepFreeze(manifestSchema.parse(JSON.parse(bytes.toString())));
}

/** If-absent where the store can refuse by itself; else a look before, which is enough for ids that are never reused. */
export async function writeOnce(store: ObjectStore, key: string, bytes: Uint8Array): Promise<void> {
  if (!store.caps.conditionalPut && (await store.stat(key)) !== null) {
    throw failure('CONFLICT', `“${key}” exists already and is never overwritten.`);
  }
  await writeSmallObject(store, key, bytes, { ifAbsent: store.caps.conditionalPut });
}
