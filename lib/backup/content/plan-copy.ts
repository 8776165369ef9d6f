import { failure } from '../kernel/app-error';
import { attempt } from '../kernel/result';
import type { CommitSha } from './commit-sha';
import type { ContentPath } from './content-path';
import type { Git } from './git-repository';
import { buildTree } from './temporary-index';
import type { TreeEntry } from './tree-changes';
import { findTreeFile } from './tree-entries';
import { readWorktreeFiles } from './worktree-files';

/**
 * The tree in which `to` holds what lies at `path` in the working tree, be it in a commit or in none; `to` keeps its mode.
 * Throws AppFailure NOT_FOUND where no plain file lies there: a link is none.
 */
export async function planCopy(
  git: Git,
  { path, to }: { path: ContentPath; to: ContentPath },
  base: CommitSha,
): Promise<{ tree: string }> {
  const { oid, mode: own } = await readLyingFile(git, path);
  const today = await attempt(() => findTreeFile(git, base, to));
  const mode = today.ok ? today.value.mode : own;
  return { tree: await buildTree(git, base, [{ path: to, entry: { mode, oid } }]) };
}

async function readLyingFile(git: Git, path: ContentPath): Promise<TreeEntry> {
  const entry = (await readWorktreeFiles(git, [path])).get(path)?.entry;
  if (entry && (entry.mode === '100644' || entry.mode === '100755')) return entry;
  throw failure('NOT_FOUND', `There is no copy “${path}” any more.`, {
    hint: 'Look at the copies again: somebody may have removed it.',
  });
}
