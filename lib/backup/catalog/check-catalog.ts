import { isId } from '../kernel/ids';
import type { ObjectStore, StoredObject } from '../storage/object-store';
import { hashStoredObject } from '../storage/read-back';
import type { CatalogCheck, CatalogFinding, FindingKind } from './catalog-finding';
import { checkFolder, type FolderCheck, type NamedPiece } from './check-folder';
import { isGenuineRestoration } from './check-record';
import { readGameDay } from './game-day-log';
import { mapBounded } from './map-bounded';
import type { CatalogPlace } from './parse-manifest';

const FOLDERS_AT_ONCE = 8;

export interface CheckOptions {
  /** Read every byte of every file that a manifest names and compare its hash; else sizes alone. */
  deep?: boolean;
  signal?: AbortSignal;
}

/**
 * Compares everything that stands in a store with what signed records say. Whole or an error: a listing or an object that
 * the store cannot give throws STORAGE_DOWN. Changes nothing. What was removed together with every record of it leaves no
 * trace in a store; copies and the history know of it.
 */
export async function checkCatalog(
  store: ObjectStore,
  place: CatalogPlace,
  { deep = false, signal }: CheckOptions = {},
): Promise<CatalogCheck> {
  const { keys } = place;
  const there = new Map<string, StoredObject>();
  const folders = new Map<string, StoredObject[]>();
  const findings: CatalogFinding[] = [];
  for await (const object of store.list(keys.sitePrefix)) {
    there.set(object.key, object);
    const id = object.key.split('/').at(-2) ?? '';
    if (isId(id) && object.key.startsWith(keys.backupPrefix(id))) {
      folders.set(id, [...(folders.get(id) ?? []), object]);
    } else if (!keys.isSiteRecord(object.key)) {
      const reason = 'It stands where no backup and no record of this site stands.';
      findings.push({ kind: 'foreign', key: object.key, backupId: null, reason });
    } else if (object.key.includes('/restorations/') && !(await isGenuineRestoration(store, object.key, place))) {
      const reason = 'The record of a restore was changed, or signed with another key.';
      findings.push({ kind: 'damaged', key: object.key, backupId: null, reason });
    } else if (
      object.key.startsWith(keys.gameDaysPrefix) &&
      (await readGameDay({ store, ...place }, object.key)) === null
    ) {
      const reason = 'The record of a game day was changed, or signed with another key.';
      findings.push({ kind: 'damaged', key: object.key, backupId: null, reason });
    }
  }
  const checked = await mapBounded([...folders], FOLDERS_AT_ONCE, ([id, objects]) =>
    checkFolder(store, id, objects, place),
  );
  const named = uniquePieces(checked);
  const byFolder = checked.flatMap((folder) => folder.findings);
  const pieces = await checkPieces(store, named, there, { deep, signal });
  const needed = new Set(named.map(({ key }) => key));
  return {
    // A bundle that another backup builds on is named, although its own folder says nothing of it.
    findings: [...findings, ...byFolder.filter(({ kind, key }) => kind !== 'extra' || !needed.has(key)), ...pieces],
    unproven: checked.flatMap(({ unproven }) => (unproven ? [unproven] : [])),
    backups: [...folders.keys()]
      .filter((_, index) => checked[index]?.genuine)
      .sort()
      .reverse(),
    writtenAt: new Map([...folders].map(([id, objects]) => [id, newestOf(objects)])),
    objects: there.size,
  };
}

const newestOf = (objects: readonly StoredObject[]): Date =>
  new Date(Math.max(...objects.map(({ modifiedAt }) => modifiedAt.getTime())));

/** Bundles are named by many manifests; each file is read once. Where two disagree both are compared. */
function uniquePieces(checked: readonly FolderCheck[]): NamedPiece[] {
  const unique = new Map<string, NamedPiece>();
  for (const piece of checked.flatMap(({ named }) => named)) {
    const identity = `${piece.key} ${piece.size} ${piece.sha256}`;
    if (!unique.has(identity)) unique.set(identity, piece);
  }
  return [...unique.values()];
}

async function checkPieces(
  store: ObjectStore,
  named: readonly NamedPiece[],
  there: ReadonlyMap<string, StoredObject>,
  { deep, signal }: CheckOptions,
): Promise<CatalogFinding[]> {
  const findings: CatalogFinding[] = [];
  for (const { key, size, sha256, backupId, what } of named) {
    const found = (kind: FindingKind, reason: string) => findings.push({ kind, key, backupId, reason });
    const object = there.get(key);
    if (!object) found('missing', `The ${what} is not in the store.`);
    else if (object.size !== size) found('damaged', `The ${what} has ${object.size} bytes, not ${size}.`);
    else if (deep && sha256 !== null) {
      const read = await hashStoredObject(store, key, { signal });
      if (read.size !== size || read.sha256 !== sha256)
        found('damaged', `The ${what} has other bytes than were stored.`);
    }
  }
  return findings;
}
