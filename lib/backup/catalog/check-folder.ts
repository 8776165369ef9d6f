import { AppFailure } from '../kernel/app-error';
import type { ObjectStore, StoredObject } from '../storage/object-store';
import { dataFileAt, readAdoption } from './adoption';
import type { CatalogFinding, FindingKind, UnprovenFile } from './catalog-finding';
import { isGenuineRecord } from './check-record';
import { loadBytes } from './load-bytes';
import type { Manifest } from './manifest';
import { type CatalogPlace, parseManifest } from './parse-manifest';
import { readTombstone } from './tombstone';

/** A stored object that a manifest names. */
export interface NamedPiece {
  key: string;
  size: number;
  /** Null where no record tells. */
  sha256: string | null;
  backupId: string;
  what: 'data file' | 'part of the content';
}

export interface FolderCheck {
  findings: CatalogFinding[];
  /** What must be in the store for this backup. */
  named: NamedPiece[];
  unproven: UnprovenFile | null;
  genuine: boolean;
}

/** Judges the small records of one backup's folder; the large files that they name are compared by the caller. */
export async function checkFolder(
  store: ObjectStore,
  id: string,
  objects: readonly StoredObject[],
  place: CatalogPlace,
): Promise<FolderCheck> {
  const { keys } = place;
  const there = new Map(objects.map((object) => [object.key, object]));
  const check: FolderCheck = { findings: [], named: [], unproven: null, genuine: false };
  const found = (kind: FindingKind, key: string, reason: string) =>
    check.findings.push({ kind, key, backupId: id, reason });

  const manifestKey = keys.manifestKey(id);
  const readable = there.has(manifestKey) ? await judgeManifest(store, manifestKey, place, check, found) : null;
  const hasTombstone = there.has(keys.tombstoneKey(id));
  if (hasTombstone) await judgeTombstone(store, id, place, check, found, there);
  const isCommitted = there.has(manifestKey) || hasTombstone;
  const adoptable = isCommitted ? null : await judgeOrphan(store, id, there, place, found);
  if (adoptable) {
    check.unproven = adoptable.file;
    check.named.push(...adoptable.named);
  }
  let hasRecord = false;
  for (const { key } of objects) {
    if (key === manifestKey || key === keys.tombstoneKey(id)) continue;
    if (key === keys.adoptionKey(id)) {
      if (isCommitted) found('extra', key, 'The backup has a manifest: it needs no adoption.');
      continue;
    }
    const genuine = await isGenuineRecord(store, key, place);
    if (genuine === false) found('damaged', key, 'The record was changed, or signed with another key.');
    hasRecord ||= genuine === true;
    if (genuine !== null) continue;
    const isData = dataFileAt(key, id, place) !== null || isBundle(key, id, place);
    const isNamed = check.named.some((piece) => piece.key === key) || adoptable?.file.key === key;
    // Which of them is the right one cannot be told where no manifest can be read.
    if (isData && !isNamed && !readable && isCommitted) continue;
    if (!isData) found('extra', key, 'Nothing of this software has such a name.');
    else if (!isNamed) found('extra', key, 'No manifest names it: an unfinished backup, or its manifest was removed.');
  }
  // A record is written only beside a manifest, and goes with the backup before its tombstone does.
  if (hasRecord && !isCommitted && !adoptable)
    found('missing', manifestKey, 'Records of this backup are here; its manifest and its data are gone.');
  return check;
}

type Found = (kind: FindingKind, key: string, reason: string) => void;

const isBundle = (key: string, id: string, { keys }: CatalogPlace): boolean =>
  [keys.bundleKey(id, 'none'), keys.bundleKey(id, 'age')].includes(key);

async function judgeManifest(
  store: ObjectStore,
  key: string,
  place: CatalogPlace,
  check: FolderCheck,
  found: Found,
): Promise<Manifest | null> {
  const bytes = await loadBytes(store, key);
  if (bytes === 'absent') return null;
  const parsed =
    bytes === 'oversized'
      ? ({ state: 'damaged', reason: 'The manifest is far larger than one can be.' } as const)
      : parseManifest(bytes, key, place);
  if (parsed.state === 'damaged') {
    found('damaged', key, parsed.reason);
    return null;
  }
  check.named.push(...piecesOf(parsed.manifest));
  check.genuine = parsed.signatureValid;
  if (!parsed.signatureValid) found('damaged', key, 'The manifest was changed, or signed with another key.');
  return parsed.manifest;
}

function piecesOf({ id, artifact, bundle }: Manifest): NamedPiece[] {
  const data = { ...artifact, backupId: id, what: 'data file' as const };
  const parts = (bundle ? [...bundle.needs, bundle] : []).map((piece) => ({
    ...piece,
    backupId: id,
    what: 'part of the content' as const,
  }));
  return [data, ...parts];
}

async function judgeTombstone(
  store: ObjectStore,
  id: string,
  place: CatalogPlace,
  check: FolderCheck,
  found: Found,
  there: ReadonlyMap<string, StoredObject>,
): Promise<void> {
  const key = place.keys.tombstoneKey(id);
  try {
    const tombstone = await readTombstone(store, id, place);
    if (tombstone === null || there.has(place.keys.manifestKey(id))) return;
    const bytes = Buffer.from(tombstone.manifestBase64, 'base64');
    const parsed = parseManifest(bytes, place.keys.manifestKey(id), place);
    if (parsed.state !== 'readable') return;
    const pieces = piecesOf(parsed.manifest);
    // Of what was deleted for good on purpose nothing is missing.
    check.named.push(...(tombstone.purgedAt === undefined ? pieces : pieces.filter(({ key }) => there.has(key))));
  } catch (error) {
    if (!(error instanceof AppFailure) || error.error.code !== 'CORRUPT') throw error;
    found('damaged', key, error.error.message);
  }
}

/** A folder without a manifest: a data file in it can be adopted, or was. */
async function judgeOrphan(
  store: ObjectStore,
  id: string,
  there: ReadonlyMap<string, StoredObject>,
  place: CatalogPlace,
  found: Found,
): Promise<{ file: UnprovenFile; named: NamedPiece[] } | null> {
  const adoption = await readAdoption(store, id, place);
  if (adoption === 'damaged') {
    found('damaged', place.keys.adoptionKey(id), 'The record was changed, or signed with another key.');
  }
  if (typeof adoption !== 'string') {
    const { key, size, sha256, encryption } = adoption.artifact;
    const named: NamedPiece[] = [{ key, size, sha256, backupId: id, what: 'data file' }];
    return { file: { id, key, size, encryption, adoptedAt: adoption.adoptedAt }, named };
  }
  for (const { key, size } of there.values()) {
    const file = dataFileAt(key, id, place);
    if (!file) continue;
    found('missing', place.keys.manifestKey(id), 'A data file is here, and its manifest is not.');
    return { file: { id, key, size, encryption: file.encryption, adoptedAt: null }, named: [] };
  }
  return null;
}
