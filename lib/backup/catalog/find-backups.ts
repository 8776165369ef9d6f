import { MANIFEST_NAME } from '../storage/object-keys';
import type { ObjectStore, StoredObject } from '../storage/object-store';

const VERIFICATION_NAME = /^verification-[^/]+\.json$/;

export interface BackupObjects {
  manifest: StoredObject;
  verifications: StoredObject[];
}

/** Manifests and their verifications below `prefix`, as one listing shows them. A folder without a manifest is no backup. */
export async function findBackups(store: ObjectStore, prefix: string): Promise<BackupObjects[]> {
  const folders = new Map<string, { manifest?: StoredObject; verifications: StoredObject[] }>();
  for await (const object of store.list(prefix)) {
    const slash = object.key.lastIndexOf('/') + 1;
    const name = object.key.slice(slash);
    if (name !== MANIFEST_NAME && !VERIFICATION_NAME.test(name)) continue;
    const folder = folders.get(object.key.slice(0, slash)) ?? { verifications: [] };
    folders.set(object.key.slice(0, slash), folder);
    if (name === MANIFEST_NAME) folder.manifest = object;
    else folder.verifications.push(object);
  }
  return [...folders.values()].flatMap(({ manifest, verifications }) =>
    manifest === undefined ? [] : [{ manifest, verifications }],
  );
}
