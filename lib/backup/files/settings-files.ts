import { createHash } from 'node:crypto';
import { readPlainFile } from './plain-file';

const SETTINGS_FILES = [
  '.works/works.yml',
  'works.yml',
  'config.yml',
  'settings.yml',
  'categories.yml',
  'tags.yml',
  'collections.yml',
] as const;

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
  const bytes = await readPlainFile(contentPath, file);
  return bytes && { path: file, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
