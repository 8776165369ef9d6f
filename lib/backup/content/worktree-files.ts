import type { BigIntStats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { encodeBytes } from '../kernel/byte-text';
import type { ContentPath } from './content-path';
import type { Git } from './git-repository';
import { pathList, withTemporaryIndex } from './temporary-index';
import { foldersAbove, sameEntry, type TreeChange, type TreeEntry } from './tree-changes';

/** What really stands at a path of the working tree. */
export interface WorktreeFile {
  /** As git would store it; null: nothing there. */
  entry: TreeEntry | null;
  /** Something that is no file of the content stands there, or above it: a folder, a link, a pipe. */
  inTheWay: boolean;
  /** Changes with every edit; null: nothing there. */
  stamp: string | null;
}

/** Files that are looked at side by side. */
const AT_ONCE = 64;

/** Any bytes may make a name, so it goes to the file system as bytes. */
export const onDisk = (root: string, file: string): Buffer =>
  Buffer.concat([Buffer.from(root + path.sep), encodeBytes(file)]);

/** Null where nothing is there. */
export async function statOnDisk(root: string, file: string): Promise<BigIntStats | null> {
  try {
    return await lstat(onDisk(root, file), { bigint: true });
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR'))
      return null;
    throw thrown;
  }
}

export const stampOf = (status: BigIntStats | null): string | null =>
  status && [status.ino, status.size, status.mtimeNs, status.mode].join(' ');

/**
 * Looks at files themselves, whatever an index, an ignore rule or a flag says of them. Their bytes become objects of the
 * repository on the way, so none is lost from here on.
 */
export async function readWorktreeFiles(
  git: Git,
  paths: readonly ContentPath[],
): Promise<Map<ContentPath, WorktreeFile>> {
  const files = new Map<ContentPath, WorktreeFile>();
  const folders = new Map<string, Place>();
  const plain: ContentPath[] = [];
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const some = paths.slice(at, at + AT_ONCE);
    const looks = await Promise.all(some.map((file) => look(git.root, file, folders)));
    for (const [index, { status, inTheWay }] of looks.entries()) {
      const file = some[index] as ContentPath;
      if (status?.isFile()) plain.push(file);
      files.set(file, { entry: null, inTheWay, stamp: stampOf(status) });
    }
  }
  for (const [file, entry] of await storeFiles(git, plain)) {
    const found = files.get(file);
    if (found) files.set(file, { ...found, entry });
  }
  return files;
}

type Place = 'folder' | 'nothing' | 'other';

async function look(root: string, file: string, folders: Map<string, Place>) {
  const above = await placeAbove(root, file, folders);
  const status = above === 'folder' ? await statOnDisk(root, file) : null;
  return { status, inTheWay: above === 'other' || (status !== null && !status.isFile()) };
}

/** A file or a link in place of a folder: git would follow it out of the content. Folders that are missing are no harm. */
async function placeAbove(root: string, file: string, known: Map<string, Place>): Promise<Place> {
  for (const folder of foldersAbove(file).reverse()) {
    let place = known.get(folder);
    if (place === undefined) {
      const status = await statOnDisk(root, folder);
      place = status === null ? 'nothing' : status.isDirectory() ? 'folder' : 'other';
      known.set(folder, place);
    }
    if (place !== 'folder') return place;
  }
  return 'folder';
}

async function storeFiles(git: Git, paths: readonly ContentPath[]): Promise<[ContentPath, TreeEntry][]> {
  if (paths.length === 0) return [];
  return withTemporaryIndex(async (env) => {
    await git.run(['update-index', '--add', '-z', '--stdin'], { env, input: pathList(paths) });
    const rows = (await git.run(['ls-files', '-s', '-z'], { env })).stdout.split('\0').filter(Boolean);
    return rows.map((row) => {
      const [, mode = '', oid = '', file = ''] = /^(\d+) ([0-9a-f]+) \d\t(.*)$/s.exec(row) ?? [];
      return [file as ContentPath, { mode, oid }];
    });
  });
}

/**
 * The files of `changes` that are neither as before nor as they shall be: unsaved edits, or something that no commit
 * knows. A folder in place of a file is no obstacle where the same changes empty it.
 */
export function obstaclesTo(
  changes: readonly TreeChange[],
  files: ReadonlyMap<ContentPath, WorktreeFile>,
): ContentPath[] {
  const leaving = new Set<string>();
  for (const { path: file, after } of changes) {
    if (after) continue;
    leaving.add(file);
    for (const folder of foldersAbove(file)) leaving.add(folder);
  }
  return changes
    .filter(({ path: file, before, after }) => {
      const found = files.get(file);
      if (!found) return true;
      if (found.inTheWay) return !(leaving.has(file) || foldersAbove(file).some((folder) => leaving.has(folder)));
      return !sameEntry(found.entry, before) && !sameEntry(found.entry, after);
    })
    .map(({ path: file }) => file);
}
