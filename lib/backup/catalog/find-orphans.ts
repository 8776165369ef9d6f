import { idTime, isId } from '../kernel/ids';
import { isBundleKey, provesBackup } from '../storage/object-keys';
import type { ObjectStore, StoredObject } from '../storage/object-store';
import type { CatalogPlace } from './parse-manifest';
import { discardRun, neededBundles } from './purge-backups';

export interface Orphan {
  id: string;
  folder: string;
  objects: number;
  bytes: number;
  newestAt: Date;
}

/**
 * Folders of backups that were never committed: no manifest, no removal record, not adopted, no record of a proof, a pin or
 * a copy (with one of those it is a backup that lost its manifest), nothing in them younger than `olderThan` by the store's
 * time, and an id that is older too. What does not stand where a backup belongs is left alone.
 */
export async function findOrphans(store: ObjectStore, olderThan: Date, place: CatalogPlace): Promise<Orphan[]> {
  const folders = new Map<string, StoredObject[]>();
  for await (const object of store.list(place.keys.sitePrefix)) {
    const id = object.key.split('/').at(-2) ?? '';
    if (!isId(id) || !object.key.startsWith(place.keys.backupPrefix(id))) continue;
    folders.set(id, [...(folders.get(id) ?? []), object]);
  }
  const needed = await neededBundles(store, olderThan, place);
  return [...folders].flatMap(([id, objects]) => {
    const isBackup = objects.some(({ key }) => provesBackup(key));
    const isYoung = idTime(id) >= olderThan || objects.some(({ modifiedAt }) => modifiedAt >= olderThan);
    const isBuiltUpon = objects.some(({ key }) => isBundleKey(key) && needed.has(key));
    if (isBackup || isYoung || isBuiltUpon) return [];
    return [
      {
        id,
        folder: place.keys.backupPrefix(id),
        objects: objects.length,
        bytes: objects.reduce((sum, { size }) => sum + size, 0),
        newestAt: new Date(Math.max(...objects.map(({ modifiedAt }) => modifiedAt.getTime()))),
      },
    ];
  });
}

/** Deletes what `findOrphans` still finds of `ids`; gives the ids that are gone. */
export async function sweepOrphans(
  store: ObjectStore,
  { ids, olderThan }: { ids: readonly string[]; olderThan: Date },
  place: CatalogPlace,
): Promise<string[]> {
  const still = new Set((await findOrphans(store, olderThan, place)).map(({ id }) => id));
  const swept = ids.filter((id) => still.has(id));
  for (const id of swept) await discardRun(store, id, place);
  return swept;
}
