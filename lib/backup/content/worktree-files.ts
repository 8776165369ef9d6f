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
  const folders = new Map<string, boolean>();
  const plain: ContentPath[] = [];
  for (const file of paths) {
    const isReachable = await everyFolderIsReal(git.root, file, folders);
    const status = isReachable ? await statOnDisk(git.root, file) : null;
    if (status?.isFile()) plain.push(file);
    files.set(file, {
      entry: null,
      inTheWay: !isReachable || (status !== null && !status.isFile()),
      stamp: stampOf(status),
    });
  }
  for (const [file, entry] of await storeFiles(git, plain)) {
    const found = files.get(file);
    if (found) files.set(file, { ...found, entry });
  }
  return files;
}

/** A file or a link in place of a folder: git would follow it out of the content. Folders that are missing are no harm. */
async function everyFolderIsReal(root: string, file: string, known: Map<string, boolean>): Promise<boolean> {
  for (const folder of foldersAbove(file).reverse()) {
    let isReal = known.get(folder);
    if (isReal === undefined) {
      const status = await statOnDisk(root, folder);
      isReal = status === null || status.isDirectory();
      known.set(folder, isReal);
    }
    if (!isReal) return false;
  }
  return true;
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
