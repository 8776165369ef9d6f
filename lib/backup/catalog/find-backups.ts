import { MANIFEST_NAME, RECORD_NAME } from '../storage/object-keys';
import type { ObjectStore, StoredObject } from '../storage/object-store';

const LIST_OF = { verification: 'verifications', pin: 'pins', release: 'releases', copy: 'copies' } as const;

interface Records {
  verifications: StoredObject[];
  pins: StoredObject[];
  releases: StoredObject[];
  copies: StoredObject[];
}

export interface BackupObjects extends Records {
  manifest: StoredObject;
}

/** Manifests and the records beside them below `prefix`, as one listing shows them. A folder without a manifest is no backup. */
export async function findBackups(store: ObjectStore, prefix: string): Promise<BackupObjects[]> {
  const folders = new Map<string, Records & { manifest?: StoredObject }>();
  for await (const object of store.list(prefix)) {
    const slash = object.key.lastIndexOf('/') + 1;
    const name = object.key.slice(slash);
    const record = RECORD_NAME.exec(name)?.[1] as keyof typeof LIST_OF | undefined;
    if (name !== MANIFEST_NAME && !record) continue;
    const folder = folders.get(object.key.slice(0, slash)) ?? { verifications: [], pins: [], releases: [], copies: [] };
    folders.set(object.key.slice(0, slash), folder);
    if (record) folder[LIST_OF[record]].push(object);
    else folder.manifest = object;
  }
  return [...folders.values()].flatMap(({ manifest, ...records }) =>
    manifest === undefined ? [] : [{ manifest, ...records }],
  );
}
