import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../../kernel/app-error';
import { compareKeys, isKeySegment } from '../key-rules';
import type { StoredObject } from '../object-store';
import { isAbsent } from './file-failure';
import { pathOf } from './folders';
import { isUnfinished } from './unfinished-file';

export interface FoundFile extends StoredObject {
  path: string;
}

interface Walk {
  root: string;
  prefix: string;
  after: string;
  wanted: 'objects' | 'unfinished';
}

/**
 * Files below `prefix` in key order, one folder in memory at a time. Throws what the file system says about any folder
 * but a vanished one, and at symbolic links: a listing is whole or it is an error.
 */
export async function* walkFolder(walk: Walk): AsyncGenerator<FoundFile> {
  const base = walk.prefix.slice(0, walk.prefix.lastIndexOf('/') + 1);
  await pathOf(walk.root, `${base}x`);
  yield* walkBelow(walk, base);
}

async function* walkBelow(walk: Walk, base: string): AsyncGenerator<FoundFile> {
  for (const entry of await entriesOf(join(walk.root, base))) {
    const key = base + entry.name;
    const unfinished = entry.isFile() && isUnfinished(entry.name);
    if (!unfinished && !isKeySegment(entry.name)) continue;
    if (entry.isSymbolicLink() && key.startsWith(walk.prefix)) {
      throw failure('STORAGE_DOWN', `The backup folder cannot be listed whole: “${key}” is a symbolic link.`, {
        hint: 'Replace the link by the real file or folder, or move it away.',
      });
    }
    if (entry.isDirectory()) {
      const below = `${key}/`;
      const beforeStart = walk.after !== '' && !walk.after.startsWith(below) && compareKeys(below, walk.after) < 0;
      if (!beforeStart && (below.startsWith(walk.prefix) || walk.prefix.startsWith(below)))
        yield* walkBelow(walk, below);
    } else if (entry.isFile() && unfinished === (walk.wanted === 'unfinished')) {
      const nameToMatch = unfinished ? base + entry.name.slice(1) : key;
      if (!nameToMatch.startsWith(walk.prefix) || (walk.after !== '' && compareKeys(key, walk.after) <= 0)) continue;
      const found = await lookAt(join(walk.root, key));
      if (found !== null) yield { key, path: join(walk.root, key), ...found };
    }
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    // A folder sorts by its name with the slash: "a.txt" comes before "a/x", as whole keys do.
    const rank = (entry: Dirent) => (entry.isDirectory() ? `${entry.name}/` : entry.name);
    return entries.sort((left, right) => compareKeys(rank(left), rank(right)));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

async function lookAt(path: string): Promise<{ size: number; modifiedAt: Date } | null> {
  try {
    const entry = await lstat(path);
    return entry.isFile() ? { size: entry.size, modifiedAt: entry.mtime } : null;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}
