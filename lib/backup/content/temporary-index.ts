import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeBytes } from '../kernel/byte-text';
import type { ContentPath } from './content-path';
import type { Git } from './git-repository';
import type { TreeEntry } from './tree-changes';

/** What shall stand at a path; null: nothing. */
export interface TreeEdit {
  path: ContentPath;
  entry: TreeEntry | null;
}

/** An index of our own: the one that git and the site use is not touched. */
export async function withTemporaryIndex<T>(work: (index: { GIT_INDEX_FILE: string }) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'backup-index-'));
  try {
    return await work({ GIT_INDEX_FILE: path.join(folder, 'index') });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes edits into an index, removals first, so that a folder may become a file and the other way round. */
export async function editIndex(git: Git, env: { GIT_INDEX_FILE: string }, edits: readonly TreeEdit[]): Promise<void> {
  if (edits.length === 0) return;
  const removals = edits.flatMap(({ path: at, entry }) => (entry ? [] : [`0 ${'0'.repeat(40)}\t${at}\0`]));
  const entries = edits.flatMap(({ path: at, entry }) => (entry ? [`${entry.mode} ${entry.oid}\t${at}\0`] : []));
  const input = encodeBytes([...removals, ...entries].join(''));
  await git.run(['update-index', '--replace', '-z', '--index-info'], { env, input });
}

/** The id of a tree that is `base` but for the edits. Writes objects only. */
export function buildTree(git: Git, base: string, edits: readonly TreeEdit[]): Promise<string> {
  return withTemporaryIndex(async (env) => {
    await git.run(['read-tree', base], { env });
    await editIndex(git, env, edits);
    return (await git.run(['write-tree'], { env })).stdout.trim();
  });
}

/** NUL-separated names, byte for byte, as git's -z --stdin takes them. */
export const pathList = (paths: readonly string[]): Buffer => encodeBytes(paths.map((at) => `${at}\0`).join(''));
