import type { Readable } from 'node:stream';
import type { BackupContext } from '../context';
import { AppFailure } from '../kernel/app-error';
import type { StoredPiece } from './transfer-backup';

/**
 * Opens a stored object: from the primary store, else, where it is lost or cannot be reached, from a copy of the same
 * size. Its bytes are compared by who reads them. Throws what the primary said where no copy has it.
 */
export async function openStored(
  { store, copies, host }: BackupContext,
  { key, size }: Pick<StoredPiece, 'key' | 'size'>,
  signal?: AbortSignal,
): Promise<Readable> {
  try {
    return await store.get(key, { signal });
  } catch (error) {
    const isLost = error instanceof AppFailure && ['NOT_FOUND', 'STORAGE_DOWN'].includes(error.error.code);
    if (!isLost) throw error;
    for (const copy of copies) {
      const found = await copy.store.stat(key).catch(() => null);
      if (found?.size !== size) continue;
      host.log.warn('A stored object was read from a copy.', { key, copy: copy.name, reason: error.error.message });
      return await copy.store.get(key, { signal });
    }
    throw error;
  }
}
