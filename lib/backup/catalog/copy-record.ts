import { z } from 'zod';
import { failure } from '../kernel/app-error';
import { ID_PATTERN } from '../kernel/ids';
import type { ObjectStore } from '../storage/object-store';
import { writeOnce } from './commit-manifest';
import { loadBytes } from './load-bytes';
import { signatureSchema } from './manifest';
import type { CatalogPlace } from './parse-manifest';
import { deepFreeze, isAuthentic, parseObject, toSignedBytes } from './signed-json';

const id = z.string().regex(ID_PATTERN);

const shape = {
  version: z.literal(1),
  id,
  backupId: id,
  /** Name of the destination in the settings. */
  destination: z.string(),
  at: z.iso.datetime(),
  /** Every object of the recovery point was written there, read back and compared. */
  passed: z.boolean(),
  /** Sentence for an admin; null where it passed. */
  reason: z.string().nullable(),
  /** Bytes that the recovery point has there. */
  size: z.number().int().nonnegative(),
  durationMs: z.number().int().nonnegative(),
};

const unsignedCopySchema = z.strictObject(shape);
const copySchema = z.strictObject({ ...shape, signature: signatureSchema });

/** One attempt to copy a recovery point. A later object beside the manifest, never an edit. */
export type CopyRecord = z.infer<typeof copySchema>;
export type UnsignedCopyRecord = z.infer<typeof unsignedCopySchema>;

/** The record at `key`; null where it vanished or cannot be believed: then nothing proves that copy. */
export async function loadCopy(store: ObjectStore, key: string, place: CatalogPlace): Promise<CopyRecord | null> {
  const bytes = await loadBytes(store, key);
  if (typeof bytes === 'string') return null;
  const parsed = copySchema.safeParse(parseObject(bytes));
  if (!parsed.success) return null;
  const { backupId, destination, id: copyId } = parsed.data;
  const genuine =
    isAuthentic(place.signer, 'copy:v1', parsed.data, bytes) &&
    place.keys.copyKey(backupId, destination, copyId) === key;
  return genuine ? deepFreeze(parsed.data) : null;
}

/** NOT_FOUND where the backup does not exist any more. */
export async function addCopy(store: ObjectStore, unsigned: UnsignedCopyRecord, place: CatalogPlace): Promise<void> {
  const parsed = unsignedCopySchema.safeParse(unsigned);
  if (!parsed.success) throw failure('INTERNAL', 'The record of the copy is malformed.', { cause: parsed.error });
  const { backupId, destination, id: copyId } = parsed.data;
  if ((await store.stat(place.keys.manifestKey(backupId))) === null) {
    throw failure('NOT_FOUND', `There is no backup ${backupId} any more.`);
  }
  await writeOnce(
    store,
    place.keys.copyKey(backupId, destination, copyId),
    toSignedBytes(place.signer, 'copy:v1', parsed.data),
  );
}
