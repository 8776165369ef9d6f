import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { failure } from '../kernel/app-error';
import { moveFiles, stageFiles } from './apply-files';
import type { CommitSha } from './commit-sha';
import type { ContentPath } from './content-path';
import type { Git } from './git-repository';
import { gitFolder, removeOwnLock, takeIndexLock } from './index-lock';
import { isAncestor } from './plan-tree';
import { SERVICE } from './signature-lines';
import { editIndex } from './temporary-index';
import { readTreeChanges, type TreeChange } from './tree-changes';
import { obstaclesTo, readWorktreeFiles } from './worktree-files';

/** Refs of this kind stand while files are moved: whoever finds one later ends what a killed process began. */
const UNDER_WAY = 'refs/backup/publishing/';
const RESCUE = 'refs/rescue/';

/** Ref under which content is put aside; git never removes what a ref leads to. */
export const rescueRef = (runId: string): string => `${RESCUE}${runId}`;

export interface Move {
  branch: string;
  from: CommitSha;
  to: CommitSha;
  runId: string;
  /** What becomes of files with edits that are in no commit: nothing is moved, or all but these. */
  edited?: 'refuse' | 'leave';
}

/**
 * Moves branch, index and files from one commit to a later one. Each file changes in one step, and a file that
 * somebody edits meanwhile is left as it is and named in the answer. Nothing is changed where it throws AppFailure:
 * BUSY (index locked), STALE (the branch is no longer at `from`), CONFLICT (unsaved edits).
 */
export async function publish(git: Git, { branch, from, to, runId, edited = 'refuse' }: Move): Promise<ContentPath[]> {
  const lock = await takeIndexLock(git, runId);
  try {
    const at = await readBranch(git);
    if (at.branch !== branch || at.head !== from) {
      throw failure('STALE', 'The content has moved on while this was being done.', { hint: 'Make the plan again.' });
    }
    const changes = await readTreeChanges(git, from, to);
    const moved = await moveLocked(git, lock, { changes, runId, edited }, async (move) => {
      await git.run(['update-ref', `${UNDER_WAY}${runId}`, to], { env: SERVICE });
      const left = await move();
      await git.run(['update-ref', '-m', `backup: ${runId}`, `refs/heads/${branch}`, to, from], { env: SERVICE });
      return left;
    });
    await git.run(['update-ref', '-d', `${UNDER_WAY}${runId}`, to]);
    return moved;
  } finally {
    await lock.release();
  }
}

/** Gives files another content, and the index with them; the branch stays. Throws as `publish`. */
export async function replaceFiles(git: Git, changes: readonly TreeChange[], runId: string): Promise<ContentPath[]> {
  const lock = await takeIndexLock(git, runId);
  try {
    return await moveLocked(git, lock, { changes, runId, edited: 'refuse' }, (move) => move());
  } finally {
    await lock.release();
  }
}

type Lock = Awaited<ReturnType<typeof takeIndexLock>>;

async function moveLocked(
  git: Git,
  lock: Lock,
  { changes, runId, edited }: { changes: readonly TreeChange[]; runId: string; edited: 'refuse' | 'leave' },
  order: (move: () => Promise<ContentPath[]>) => Promise<ContentPath[]>,
): Promise<ContentPath[]> {
  const looked = await readWorktreeFiles(
    git,
    changes.map(({ path: file }) => file),
  );
  const obstacles = obstaclesTo(changes, looked);
  if (obstacles.length > 0 && edited === 'refuse') throw unsavedInTheWay(obstacles);
  const untouched = new Set(obstacles);
  const free = changes.filter(({ path: file }) => !untouched.has(file));
  await editIndex(
    git,
    lock.copy,
    changes.map(({ path: file, after }) => ({ path: file, entry: after })),
  );
  const staged = await stageFiles(git, lock.copy, free, runId);
  try {
    return await order(async () => {
      const left = await moveFiles(git, staged, free, looked);
      await git.run(['update-index', '-q', '--refresh'], { env: lock.copy, allowExit: [0, 1] });
      await lock.put();
      return [...obstacles, ...left];
    });
  } finally {
    await staged.remove();
  }
}

export function unsavedInTheWay(files: readonly string[]): Error {
  const [first = ''] = files;
  const others = files.length > 1 ? ` and ${files.length - 1} more` : '';
  return failure('CONFLICT', `“${first}”${others} has unsaved changes on the server.`, {
    hint: 'Save these edits as a commit or put them aside first; then make the plan again.',
    details: { files: files.length },
  });
}

/** Where HEAD is. Branch null: a commit rather than a branch is checked out. Throws NOT_FOUND without a commit. */
export async function readBranch(git: Git): Promise<{ head: CommitSha; branch: string | null }> {
  const [commit, symbolic] = await Promise.all([
    git.read('rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}'),
    git.read('symbolic-ref', '--quiet', 'HEAD'),
  ]);
  const [head, ref] = [commit?.trim(), symbolic?.trim()];
  if (!head) {
    throw failure('NOT_FOUND', 'The content repository has no commit yet.', { hint: 'Commit the content once.' });
  }
  return { head: head as CommitSha, branch: ref?.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : null };
}

/**
 * Ends what a killed process began: files are moved on to the commit that it was moving to, or, where the branch went
 * another way since, that commit is kept under a rescue ref. Only for the holder of the content lease.
 */
export async function finishInterrupted(git: Git): Promise<'nothing' | 'finished' | 'kept'> {
  const rows = await git.run(['for-each-ref', '--format=%(refname) %(objectname)', UNDER_WAY]);
  const refs = rows.stdout.split('\n').filter(Boolean);
  await removeOwnLock(git);
  let outcome: 'nothing' | 'finished' | 'kept' = 'nothing';
  for (const row of refs) {
    const [ref = '', to = ''] = row.split(' ');
    const runId = ref.slice(UNDER_WAY.length);
    const { head, branch } = await readBranch(git);
    const isThere = await isAncestor(git, to, head);
    const isAhead = branch !== null && !isThere && (await isAncestor(git, head, to));
    if (isAhead) {
      await publish(git, { branch, from: head, to: to as CommitSha, runId, edited: 'leave' });
      outcome = 'finished';
      continue;
    }
    if (!isThere) {
      await git.run(['update-ref', rescueRef(runId), to], { env: SERVICE });
      outcome = 'kept';
    }
    await git.run(['update-ref', '-d', ref, to]);
  }
  await removeRemains(git);
  return outcome;
}

/** Copies and staged files of runs that are over. */
async function removeRemains(git: Git): Promise<void> {
  const folder = await gitFolder(git);
  for (const name of await readdir(folder)) {
    if (/^backup-(?:index|stage)-/.test(name)) await rm(path.join(folder, name), { recursive: true, force: true });
  }
}
