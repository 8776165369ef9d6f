import { AppFailure } from '../kernel/app-error';
import { formatBytes } from '../kernel/bytes';
import type { ObjectStore } from '../storage/object-store';
import { hashStoredObject, type ReadBackOptions } from '../storage/read-back';
import type { UnsignedManifest } from './manifest';

export interface ArtifactCheck {
  passed: boolean;
  /** Sentence for an admin; null where it passed. */
  reason: string | null;
  /** Bytes in the store; null where the object is missing. */
  size: number | null;
  /** null where it was not read: missing, or of another size already. */
  sha256: string | null;
}

/**
 * Whether the stored data is, byte for byte, what the manifest says: size first, then a full read.
 * Throws STORAGE_DOWN or CANCELLED where that could not be found out, which is not the same as damaged.
 */
export async function checkArtifact(
  store: ObjectStore,
  { artifact }: { artifact: Pick<UnsignedManifest['artifact'], 'key' | 'size' | 'sha256'> },
  options: ReadBackOptions = {},
): Promise<ArtifactCheck> {
  const missing = { passed: false, reason: 'The data file is missing from the store.', size: null, sha256: null };
  const object = await store.stat(artifact.key);
  if (object === null) return missing;
  if (object.size !== artifact.size) {
    const reason = `The data file has ${formatBytes(object.size)} (${object.size} bytes), not the ${artifact.size} bytes that were stored.`;
    return { passed: false, reason, size: object.size, sha256: null };
  }
  try {
    const read = await hashStoredObject(store, artifact.key, options);
    const passed = read.size === artifact.size && read.sha256 === artifact.sha256;
    const reason = passed ? null : 'The data file was changed after it was stored: its checksum differs.';
    return { passed, reason, ...read };
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'NOT_FOUND') return missing;
    throw error;
  }
}
