import { z } from 'zod';
import { failure } from '../kernel/app-error';
import type { Clock } from '../kernel/clock';
import { ID_PATTERN, isId } from '../kernel/ids';
import type { DataFormat, Encryption } from '../storage/object-keys';
import type { ObjectStore } from '../storage/object-store';
import { hashStoredObject } from '../storage/read-back';
import { writeOnce } from './commit-manifest';
import { loadBytes } from './load-bytes';
import { signatureSchema } from './manifest';
import type { CatalogPlace } from './parse-manifest';
import { isAuthentic, parseObject, toSignedBytes } from './signed-json';

const shape = {
  version: z.literal(1),
  id: z.string().regex(ID_PATTERN),
  site: z.string(),
  adoptedAt: z.iso.datetime(),
  actor: z.string(),
  artifact: z.object({
    key: z.string(),
    format: z.enum(['custom', 'sql', 'sql.gz']),
    encryption: z.enum(['none', 'age']),
    size: z.number().int().nonnegative(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
};
const adoptionSchema = z.strictObject({ ...shape, signature: signatureSchema });

/**
 * Says that a data file whose manifest is gone is kept, and what its bytes were on that day. No more: nothing tells what
 * they should be, so it is never a backup, is proven by nothing, and counts towards nothing.
 */
export type Adoption = z.infer<typeof adoptionSchema>;

/** `damaged`: there is a record that cannot be believed. */
export async function readAdoption(
  store: ObjectStore,
  id: string,
  place: CatalogPlace,
): Promise<Adoption | 'absent' | 'damaged'> {
  const bytes = await loadBytes(store, place.keys.adoptionKey(id));
  if (bytes === 'absent') return 'absent';
  const parsed = adoptionSchema.safeParse(bytes === 'oversized' ? null : parseObject(bytes));
  if (bytes === 'oversized' || !parsed.success) return 'damaged';
  const { artifact, site } = parsed.data;
  const inPlace = parsed.data.id === id && site === place.site && dataFileAt(artifact.key, id, place) !== null;
  return inPlace && isAuthentic(place.signer, 'adoption:v1', parsed.data, bytes) ? parsed.data : 'damaged';
}

/** What a key says about the data file that stands there; null where none of this backup does. */
export function dataFileAt(
  key: string,
  id: string,
  { keys }: Pick<CatalogPlace, 'keys'>,
): { format: DataFormat; encryption: Encryption } | null {
  for (const format of ['custom', 'sql', 'sql.gz'] as const) {
    for (const encryption of ['none', 'age'] as const) {
      if (keys.dataKey(id, format, encryption) === key) return { format, encryption };
    }
  }
  return null;
}

/**
 * Adopts the data file of a folder that has no manifest, after reading it whole. NOT_FOUND where there is none, CONFLICT
 * where the backup is listed, was removed and may come back, was adopted before, or has several data files.
 */
export async function adoptBackup(
  store: ObjectStore,
  id: string,
  { actor, clock, place, signal }: { actor: string; clock: Clock; place: CatalogPlace; signal?: AbortSignal },
): Promise<Adoption> {
  const { keys } = place;
  if (!isId(id)) throw failure('NOT_FOUND', 'There is no such folder.', { hint: 'Take the id from “catalog check”.' });
  for (const key of [keys.manifestKey(id), keys.tombstoneKey(id), keys.adoptionKey(id)]) {
    if ((await store.stat(key)) === null) continue;
    throw failure('CONFLICT', `“${key}” is there: this is not a data file without a manifest.`, {
      hint: 'Look at “catalog check”.',
    });
  }
  const found: { key: string; format: DataFormat; encryption: Encryption }[] = [];
  for await (const { key } of store.list(keys.backupPrefix(id))) {
    const file = dataFileAt(key, id, place);
    if (file) found.push({ key, ...file });
  }
  const [file, second] = found;
  if (!file) throw failure('NOT_FOUND', `There is no data file of ${id}.`, { hint: 'Look at “catalog check”.' });
  if (second) throw failure('CONFLICT', `There are two data files of ${id}.`, { hint: 'Move one of them away first.' });
  const read = await hashStoredObject(store, file.key, { signal });
  const unsigned = { version: 1, id, site: place.site, adoptedAt: clock.now().toISOString(), actor };
  const bytes = toSignedBytes(place.signer, 'adoption:v1', { ...unsigned, artifact: { ...file, ...read } });
  await writeOnce(store, keys.adoptionKey(id), bytes);
  return adoptionSchema.parse(JSON.parse(bytes.toString()));
}
