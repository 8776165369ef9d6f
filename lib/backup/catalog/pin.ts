import { z } from 'zod';
import { failure } from '../kernel/app-error';
import type { Clock } from '../kernel/clock';
import { ID_PATTERN, newId } from '../kernel/ids';
import type { ObjectStore } from '../storage/object-store';
import type { CatalogEntry } from './catalog-entry';
import { writeOnce } from './commit-manifest';
import { loadBytes } from './load-bytes';
import { signatureSchema } from './manifest';
import type { CatalogPlace } from './parse-manifest';
import { isAuthentic, parseObject, toSignedBytes } from './signed-json';

const id = z.string().regex(ID_PATTERN);
const shape = { version: z.literal(1), id, backupId: id, at: z.iso.datetime(), actor: z.string() };

const pinSchema = z.strictObject({ ...shape, note: z.string().nullable(), signature: signatureSchema });
/** Names what it ends, so that a clock that was wrong cannot bring an old pin back. */
const releaseSchema = z.strictObject({ ...shape, releases: z.array(id).min(1), signature: signatureSchema });

export interface Pin {
  id: string;
  /** Null where the record cannot be believed; the backup counts as pinned all the same. */
  record: { at: string; actor: string; note: string | null } | null;
}

const idIn = (key: string): string => /(?:pin|release)-([^/]+)\.json$/.exec(key)?.[1] ?? '';

/** The pin at `key`; null where it vanished. */
export async function loadPin(store: ObjectStore, key: string, place: CatalogPlace): Promise<Pin | null> {
  const bytes = await loadBytes(store, key);
  if (bytes === 'absent') return null;
  const parsed = pinSchema.safeParse(bytes === 'oversized' ? null : parseObject(bytes));
  const genuine =
    bytes !== 'oversized' &&
    parsed.success &&
    isAuthentic(place.signer, 'pin:v1', parsed.data, bytes) &&
    place.keys.pinKey(parsed.data.backupId, parsed.data.id) === key;
  if (!genuine) return { id: idIn(key), record: null };
  const { at, actor, note } = parsed.data;
  return { id: parsed.data.id, record: { at, actor, note } };
}

/** Ids of the pins that the record at `key` ends; none where it cannot be believed. */
export async function loadRelease(store: ObjectStore, key: string, place: CatalogPlace): Promise<readonly string[]> {
  const bytes = await loadBytes(store, key);
  if (typeof bytes === 'string') return [];
  const parsed = releaseSchema.safeParse(parseObject(bytes));
  const genuine =
    parsed.success &&
    isAuthentic(place.signer, 'release:v1', parsed.data, bytes) &&
    place.keys.releaseKey(parsed.data.backupId, parsed.data.id) === key;
  return genuine ? parsed.data.releases : [];
}

export interface PinAct {
  actor: string;
  clock: Clock;
  place: CatalogPlace;
}

/** NOT_FOUND where the backup does not exist. */
export async function pinBackup(
  store: ObjectStore,
  backupId: string,
  { actor, clock, place, note }: PinAct & { note: string | null },
): Promise<void> {
  await assertListed(store, backupId, place);
  const record = { version: 1, id: newId(clock.now()), backupId, at: clock.now().toISOString(), actor, note };
  await writeOnce(store, place.keys.pinKey(backupId, record.id), toSignedBytes(place.signer, 'pin:v1', record));
}

export async function releaseBackup(
  store: ObjectStore,
  { manifest, pins }: Pick<CatalogEntry, 'manifest' | 'pins'>,
  { actor, clock, place }: PinAct,
): Promise<void> {
  const backupId = manifest.id;
  await assertListed(store, backupId, place);
  const releases = pins.map((pin) => pin.id);
  const record = { version: 1, id: newId(clock.now()), backupId, at: clock.now().toISOString(), actor, releases };
  await writeOnce(store, place.keys.releaseKey(backupId, record.id), toSignedBytes(place.signer, 'release:v1', record));
}

async function assertListed(store: ObjectStore, backupId: string, place: CatalogPlace): Promise<void> {
  if ((await store.stat(place.keys.manifestKey(backupId))) !== null) return;
  throw failure('NOT_FOUND', `There is no backup ${backupId} any more.`);
}
