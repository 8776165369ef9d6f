import { lstat, rm, unlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppFailure } from '../kernel/app-error';
import { assertKeyPrefix, assertObjectKey } from './key-rules';
import { fileFailure, isAbsent, symbolicLink } from './local/file-failure';
import { pathOf, removeEmptyFolders, syncFolder } from './local/folders';
import { freeBytesAt } from './local/free-bytes';
import { putFile } from './local/put-file';
import { readFile } from './local/read-file';
import { walkFolder } from './local/walk-folder';
import type { ObjectStore, StoredObject } from './object-store';

/**
 * Objects as files below `directory`, readable by their owner only. The folder is made at the first write; until then
 * the store is empty. The folder itself may be a symbolic link, nothing inside may be.
 */
export function createLocalStore({ directory }: { directory: string }): ObjectStore {
  const root = resolve(directory);

  const explained = async <T>(doing: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof AppFailure ? error : fileFailure(error, doing, root);
    }
  };

  const find = async (key: string): Promise<{ path: string; object: StoredObject } | null> => {
    const path = await pathOf(root, key);
    const entry = await lstat(path).catch((error: unknown) => {
      if (isAbsent(error)) return null;
      throw error;
    });
    if (entry?.isSymbolicLink()) throw symbolicLink(key);
    return entry?.isFile() ? { path, object: { key, size: entry.size, modifiedAt: entry.mtime } } : null;
  };

  return {
    description: `local folder ${root}`,
    kind: 'local',
    caps: { conditionalPut: true, signedUrl: false, objectLock: false },

    async put(key, body, options = {}) {
      assertObjectKey(key);
      return putFile(root, key, body, options);
    },

    async get(key, options = {}) {
      assertObjectKey(key);
      return readFile(root, key, options);
    },

    async stat(key) {
      assertObjectKey(key);
      return explained(`look at “${key}”`, async () => (await find(key))?.object ?? null);
    },

    async *list(prefix, { after = '' } = {}) {
      assertKeyPrefix(prefix);
      try {
        for await (const { key, size, modifiedAt } of walkFolder({ root, prefix, after, wanted: 'objects' })) {
          yield { key, size, modifiedAt };
        }
      } catch (error) {
        throw error instanceof AppFailure ? error : fileFailure(error, 'list the objects', root);
      }
    },

    async delete(key) {
      assertObjectKey(key);
      return explained(`delete “${key}”`, async () => {
        const found = await find(key);
        if (found === null) return 'absent';
        try {
          await unlink(found.path);
        } catch (error) {
          if (isAbsent(error)) return 'absent';
          throw error;
        }
        await syncFolder(dirname(found.path)).catch((error: unknown) => {
          if (!isAbsent(error)) throw error;
        });
        await removeEmptyFolders(root, found.path);
        return 'deleted';
      });
    },

    async sweepUploads(prefix, olderThan) {
      assertKeyPrefix(prefix);
      return explained('remove unfinished uploads', async () => {
        let removed = 0;
        for await (const found of walkFolder({ root, prefix, after: '', wanted: 'unfinished' })) {
          // The time of the last write, not of the start: an upload that still moves is never taken away.
          if (found.modifiedAt >= olderThan) continue;
          await rm(found.path, { force: true });
          await removeEmptyFolders(root, found.path);
          removed += 1;
        }
        return removed;
      });
    },

    freeBytes: () => explained('measure the free space', () => freeBytesAt(root)),
  };
}
