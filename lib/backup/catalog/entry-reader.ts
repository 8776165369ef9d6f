import type { ObjectStore } from '../storage/object-store';
import type { CatalogEntry, DamagedEntry } from './catalog-entry';
import { type CopyRecord, loadCopy } from './copy-record';
import type { BackupObjects } from './find-backups';
import { loadBytes } from './load-bytes';
import { ObjectCache } from './object-cache';
import { type CatalogPlace, type ParsedManifest, parseManifest } from './parse-manifest';
import { loadPin, loadRelease, type Pin } from './pin';
import { deepFreeze, isAuthentic, parseObject } from './signed-json';
import { type Verification, verificationSchema } from './verification';

const CACHED_OBJECTS = 2000;

export type ReadEntry = { state: 'entry'; entry: CatalogEntry } | { state: 'damaged'; damaged: DamagedEntry };

/** null where the manifest vanished after it was listed. Unchanged objects are not read again, unless `fresh`. */
export type EntryReader = (objects: BackupObjects, options?: { fresh?: boolean }) => Promise<ReadEntry | null>;

export function createEntryReader(store: ObjectStore, place: CatalogPlace): EntryReader {
  const manifests = new ObjectCache<ParsedManifest | null>(CACHED_OBJECTS);
  const proofs = new ObjectCache<Verification | null>(CACHED_OBJECTS);
  const pins = new ObjectCache<Pin | null>(CACHED_OBJECTS);
  const copies = new ObjectCache<CopyRecord | null>(CACHED_OBJECTS);
  const releases = new ObjectCache<readonly string[]>(CACHED_OBJECTS);

  const loadManifest = async (key: string): Promise<ParsedManifest | null> => {
    const bytes = await loadBytes(store, key);
    if (bytes === 'absent') return null;
    if (bytes === 'oversized') return { state: 'damaged', reason: 'The manifest is far larger than one can be.' };
    return parseManifest(bytes, key, place);
  };

  const loadProof = async (key: string): Promise<Verification | null> => {
    const bytes = await loadBytes(store, key);
    if (typeof bytes === 'string') return null;
    const parsed = verificationSchema.safeParse(parseObject(bytes));
    if (!parsed.success) return null;
    const { backupId, id } = parsed.data;
    const genuine =
      isAuthentic(place.signer, 'verification:v1', parsed.data, bytes) &&
      place.keys.verificationKey(backupId, id) === key;
    return genuine ? deepFreeze(parsed.data) : null;
  };

  /** A pin whose record cannot be believed holds too: nobody without the key can lift the protection by spoiling it. */
  const readPins = async (objects: BackupObjects): Promise<Pin[]> => {
    const released = new Set<string>();
    for (const object of objects.releases) {
      for (const id of await releases.read(object, () => loadRelease(store, object.key, place))) released.add(id);
    }
    const held: Pin[] = [];
    for (const object of objects.pins) {
      const pin = await pins.read(object, () => loadPin(store, object.key, place));
      if (pin && !released.has(pin.id)) held.push(pin);
    }
    return held.sort(newestFirst);
  };

  return async (objects, { fresh = false } = {}) => {
    const { manifest: object, verifications: found } = objects;
    const { key } = object;
    const parsed = await (fresh ? loadManifest(key) : manifests.read(object, () => loadManifest(key)));
    if (parsed === null) return null;
    if (parsed.state === 'damaged') {
      return { state: 'damaged', damaged: { id: key.split('/').at(-2) ?? '', key, reason: parsed.reason } };
    }
    const verifications: Verification[] = [];
    for (const proof of found) {
      const read = await (fresh ? loadProof(proof.key) : proofs.read(proof, () => loadProof(proof.key)));
      if (read !== null) verifications.push(read);
    }
    verifications.sort(newestFirst);
    const { manifest, signatureValid } = parsed;
    const held = await readPins(objects);
    const copied: CopyRecord[] = [];
    for (const object of objects.copies) {
      const copy = await copies.read(object, () => loadCopy(store, object.key, place));
      if (copy !== null) copied.push(copy);
    }
    copied.sort(newestFirst);
    const entry = { manifest, signatureValid, verifications, pins: held, copies: copied, removed: false } as const;
    return { state: 'entry', entry };
  };
}

/** Ids sort by time and are the same on every machine, whatever a clock said later. */
export const newestFirst = (left: { id: string }, right: { id: string }): number =>
  left.id < right.id ? 1 : left.id > right.id ? -1 : 0;
