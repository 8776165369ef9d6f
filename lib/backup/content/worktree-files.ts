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
  /** As git would store it: a file, or a link, which is not followed. Null: neither is there. */
  entry: TreeEntry | null;
  /** What stands in its place: a folder, something else (a pipe), or above it a file or a link instead of a folder. */
  obstacle: 'above' | 'folder' | 'other' | null;
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
    for (const [index, { status, obstacle }] of looks.entries()) {
      const file = some[index] as ContentPath;
      if (status && !obstacle) plain.push(file);
      files.set(file, { entry: null, obstacle, stamp: stampOf(status) });
    }
  }
  for (const [file, entry] of await storeFiles(git, plain)) {
    const found = files.get(file);
    if (found) files.set(file, { ...found, entry });
  }
  return files;
}

type Place = 'folder' | 'nothing' | 'other';

async function look(
  root: string,
  file: string,
  folders: Map<string, Place>,
): Promise<{ status: BigIntStats | null; obstacle: WorktreeFile['obstacle'] }> {
  const above = await placeAbove(root, file, folders);
  if (above === 'other') return { status: null, obstacle: 'above' };
  const status = above === 'folder' ? await statOnDisk(root, file) : null;
  if (!status || status.isFile() || status.isSymbolicLink()) return { status, obstacle: null };
  return { status, obstacle: status.isDirectory() ? 'folder' : 'other' };
}

/** A file or a link in place of a folder is 'other': whoever follows it leaves the content. A missing folder is 'nothing'. */
export async function placeAbove(root: string, file: string, known: Map<string, Place>): Promise<Place> {
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
 * knows. What stands in the place of a file, or above it, is none where the same changes take it away or bring it.
 */
export function obstaclesTo(
  changes: readonly TreeChange[],
  files: ReadonlyMap<ContentPath, WorktreeFile>,
): ContentPath[] {
  const paths = (isArriving: boolean) =>
    new Set<string>(changes.filter(({ after }) => (after !== null) === isArriving).map(({ path: file }) => file));
  const [leaving, arriving] = [paths(false), paths(true)];
  const foldersOf = (set: ReadonlySet<string>) => new Set([...set].flatMap(foldersAbove));
  const [foldersLeaving, foldersArriving] = [foldersOf(leaving), foldersOf(arriving)];
  return changes
    .filter(({ path: file, before, after }) => {
      const found = files.get(file);
      if (!found || found.obstacle === 'other') return true;
      if (found.obstacle === 'folder') return !(after ? foldersLeaving : foldersArriving).has(file);
      if (found.obstacle === 'above') return !foldersAbove(file).some((at) => (after ? leaving : arriving).has(at));
      return !sameEntry(found.entry, before) && !sameEntry(found.entry, after);
    })
    .map(({ path: file }) => file);
}
