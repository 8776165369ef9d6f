import { z } from 'zod';
import { failure } from '../kernel/app-error';
import { ID_PATTERN } from '../kernel/ids';
import type { ObjectStore } from '../storage/object-store';
import { loadBytes } from './load-bytes';
import { signatureSchema } from './manifest';
import type { CatalogPlace } from './parse-manifest';
import { isAuthentic, parseObject } from './signed-json';

const shape = {
  version: z.literal(1),
  id: z.string().regex(ID_PATTERN),
  site: z.string(),
  removedAt: z.iso.datetime(),
  actor: z.string(),
  /** The very bytes of the manifest, so that undoing gives back exactly what was there; empty where nobody has them. */
  manifestBase64: z.base64(),
  /** The data was deleted for good on purpose; the record stays as long as a copy, or what others build on, does. */
  purgedAt: z.iso.datetime().optional(),
};

const tombstoneSchema = z.strictObject({ ...shape, signature: signatureSchema });
const unsignedTombstoneSchema = z.strictObject(shape);

export type Tombstone = z.infer<typeof tombstoneSchema>;
export type UnsignedTombstone = z.infer<typeof unsignedTombstoneSchema>;

/** The removal record of a backup; null where there is none. Throws CORRUPT for one that cannot be believed. */
export async function readTombstone(store: ObjectStore, id: string, place: CatalogPlace): Promise<Tombstone | null> {
  const bytes = await loadBytes(store, place.keys.tombstoneKey(id));
  if (bytes === 'absent') return null;
  const parsed = tombstoneSchema.safeParse(bytes === 'oversized' ? null : parseObject(bytes));
  const genuine =
    bytes !== 'oversized' &&
    parsed.success &&
    parsed.data.id === id &&
    parsed.data.site === place.site &&
    isAuthentic(place.signer, 'tombstone:v1', parsed.data, bytes);
  if (!genuine) {
    throw failure('CORRUPT', `The removal record of backup ${id} was changed or signed with another key.`, {
      hint: 'Its data is kept. Look at the folder of this backup in the store.',
    });
  }
  return parsed.data;
}
