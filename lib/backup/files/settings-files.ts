import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import path from 'node:path';

const SETTINGS_FILES = [
  '.works/works.yml',
  'works.yml',
  'config.yml',
  'settings.yml',
  'categories.yml',
  'tags.yml',
  'collections.yml',
] as const;

const LARGEST_BYTES = 16 * 1024 * 1024;

export interface SettingsFile {
  /** Relative to the content folder, with forward slashes. */
  path: string;
  /** Bytes. */
  size: number;
  sha256: string;
}

/** The settings and category files that are there. Links, folders and files above 16 MiB are left out. */
export async function listSettingsFiles(contentPath: string): Promise<SettingsFile[]> {
  const found = await Promise.all(SETTINGS_FILES.map((file) => describeFile(contentPath, file)));
  return found.filter((file) => file !== null);
}

async function describeFile(contentPath: string, file: string): Promise<SettingsFile | null> {
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
      const content = bytes.subarray(0, bytesRead);
      return { path: file, size: bytesRead, sha256: createHash('sha256').update(content).digest('hex') };
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (isAbsence(thrown)) return null;
    throw thrown;
  }
}

async function isRealFolder(contentPath: string, folder: string): Promise<boolean> {
  if (folder === '.') return true;
  try {
    return (await lstat(path.join(contentPath, folder))).isDirectory();
  } catch (thrown) {
    if (isAbsence(thrown)) return false;
    throw thrown;
  }
}

const ABSENCE: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EMLINK', 'ENXIO', 'EACCES']);

const isAbsence = (thrown: unknown): boolean => thrown instanceof Error && 'code' in thrown && ABSENCE.has(thrown.code);
