import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import path from 'node:path';

const LARGEST_BYTES = 16 * 1024 * 1024;

/**
 * The bytes of a file of the content folder; null for what is not there, a link, a folder, a pipe, or larger than 16 MiB.
 * `file` is relative, with forward slashes, in a folder at most one level deep.
 */
export async function readPlainFile(contentPath: string, file: string): Promise<Buffer | null> {
  if (!(await isRealFolder(contentPath, path.dirname(file)))) return null;
  try {
    // O_NOFOLLOW: a link that takes the file's place between look and open is refused too. O_NONBLOCK: so is a pipe.
    const handle = await open(
      path.join(contentPath, file),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    try {
      const status = await handle.stat();
      if (!status.isFile() || status.size > LARGEST_BYTES) return null;
      const bytes = Buffer.alloc(status.size);
      const { bytesRead } = await handle.read(bytes, 0, status.size, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (isAbsence(thrown)) return null;
    throw thrown;
  }
}

/** False for a link to one, too: it would lead out of the content. */
export async function isRealFolder(contentPath: string, folder: string): Promise<boolean> {
  if (folder === '.' || folder === '') return true;
  try {
    return (await lstat(path.join(contentPath, folder))).isDirectory();
  } catch (thrown) {
    if (isAbsence(thrown)) return false;
    throw thrown;
  }
}

const ABSENCE: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EMLINK', 'ENXIO', 'EACCES']);

export const isAbsence = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && ABSENCE.has(thrown.code);
