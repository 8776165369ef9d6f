import { failure } from '../kernel/app-error';
import { replaceFiles, rescueRef } from './apply-publish';
import type { CommitSha } from './commit-sha';
import type { ContentPath } from './content-path';
import type { Git } from './git-repository';
import { type ContentAuthor, SERVICE, signedBy, withTrailer } from './signature-lines';
import { buildTree, type TreeEdit } from './temporary-index';
import { foldersAbove, readTreeChanges } from './tree-changes';
import { readWorktreeFiles } from './worktree-files';

const LINK = '120000';

/** Edits that are in no commit, as they stand on the server. Their bytes are objects of the repository from here on. */
export async function readEdits(
  git: Git,
  unsaved: readonly { path: string }[],
  chosen: readonly ContentPath[],
): Promise<TreeEdit[]> {
  const wanted = new Set<string>(chosen);
  const paths = unsaved
    .map(({ path }) => path as ContentPath)
    .filter((path) => wanted.has(path) || foldersAbove(path).some((folder) => wanted.has(folder)));
  if (paths.length === 0) {
    throw failure('NOTHING_TO_DO', 'There are no unsaved edits in these files.', {
      hint: 'Look at the unsaved edits again: somebody may have saved them.',
    });
  }
  return editsAt(git, paths);
}

/** Throws UNSUPPORTED where something is no plain file. */
export async function editsAt(git: Git, paths: readonly ContentPath[]): Promise<TreeEdit[]> {
  const files = await readWorktreeFiles(git, paths);
  return [...files].map(([path, { entry, obstacle }]) => {
    if (!obstacle && entry?.mode !== LINK) return { path, entry };
    throw failure('UNSUPPORTED', `“${path}” is a link or a folder of its own, not a file of the content.`, {
      hint: 'Leave it out, or move it out of the content folder by hand.',
    });
  });
}

export interface PutAside {
  sha: CommitSha;
  ref: string;
  files: number;
  /** Files that somebody edited in the same moment: they stand as edited, the older edit is kept too. */
  left: ContentPath[];
}

/**
 * Keeps edits under a rescue ref, then gives the files the content of the last commit. The branch does not move.
 * Throws AppFailure: CONFLICT (a file was edited again before it was moved), BUSY (index locked).
 */
export async function putAside(
  git: Git,
  edits: readonly TreeEdit[],
  place: { head: CommitSha; runId: string; author: ContentAuthor; alsoKeep?: readonly string[]; message: string },
): Promise<PutAside> {
  const sha = await keepEdits(git, edits, place);
  const back = await readTreeChanges(git, sha, place.head);
  const left = await replaceFiles(git, back, place.runId);
  return { sha, ref: rescueRef(place.runId), files: back.length, left };
}

/** A commit of the edits under a rescue ref; no file changes. `alsoKeep`: commits that nothing else leads to. */
async function keepEdits(
  git: Git,
  edits: readonly TreeEdit[],
  { head, runId, author, alsoKeep = [], message }: Parameters<typeof putAside>[2],
): Promise<CommitSha> {
  const tree = await buildTree(git, head, edits);
  const parents = [head, ...alsoKeep].flatMap((parent) => ['-p', parent]);
  const made = await git.run(['commit-tree', tree, ...parents, '-F', '-'], {
    env: signedBy(author),
    input: withTrailer(message, runId),
  });
  const sha = made.stdout.trim() as CommitSha;
  await git.run(['update-ref', rescueRef(runId), sha], { env: SERVICE });
  return sha;
}
