import { constants } from 'node:fs';
import { lstat, mkdir, open, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure } from '../../kernel/app-error';
import { symbolicLink, systemCode } from './file-failure';

/** The path of a key, after every folder on the way was seen to be a real one. Missing folders are not an error here. */
export async function pathOf(root: string, key: string): Promise<string> {
  const segments = key.split('/');
  let path = root;
  for (const segment of segments.slice(0, -1)) {
    path = join(path, segment);
    const entry = await lstat(path).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return null;
      throw error;
    });
    if (entry === null) break;
    if (entry.isSymbolicLink()) throw symbolicLink(key);
  }
  return join(root, key);
}

/** Makes the folders of a key one by one, so that a link is never followed; new names are made durable. */
export async function makeFolders(root: string, key: string): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  let path = root;
  for (const segment of key.split('/').slice(0, -1)) {
    const parent = path;
    path = join(path, segment);
    try {
      await mkdir(path, { mode: 0o700 });
      await syncFolder(parent);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      const entry = await lstat(path);
      if (entry.isSymbolicLink()) throw symbolicLink(key);
      if (!entry.isDirectory()) {
        throw failure('INVALID_INPUT', `“${key}” cannot be stored: a part of its path is an object already.`);
      }
    }
  }
}

/** Makes a new or removed name survive a power cut. Some network file systems refuse; there it is theirs to keep. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    await handle.sync();
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP'].includes(systemCode(error) ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

/** Removes folders that became empty, from that of `path` up to the root, which stays. */
export async function removeEmptyFolders(root: string, path: string): Promise<void> {
  for (let folder = dirname(path); folder.length > root.length; folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST', 'EBUSY'].includes(systemCode(error) ?? '')) return;
      if (systemCode(error) !== 'ENOENT') throw error;
    }
  }
}
