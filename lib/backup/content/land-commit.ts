import { failure } from '../kernel/app-error';
import { attempt } from '../kernel/result';
import { finishInterrupted, publish, readBranch, rescueRef, unsavedInTheWay } from './apply-publish';
import type { CommitSha } from './commit-sha';
import type { ContentPath } from './content-path';
import { openRemote, type Remote } from './git-remote';
import type { Git } from './git-repository';
import { waitForIndexLock } from './index-lock';
import { isAncestor } from './plan-tree';
import { type ContentAuthor, signedBy, withTrailer } from './signature-lines';
import { readTreeChanges, type TreeChange } from './tree-changes';
import { refuseUnfinished } from './unfinished-work';
import { obstaclesTo, readWorktreeFiles } from './worktree-files';

/** What shall become a commit. `build` is asked again where the content has moved on; it throws STALE to give up. */
export interface Landing {
  runId: string;
  author: ContentAuthor;
  build(base: CommitSha): Promise<{ tree: string; message: string; changes: readonly TreeChange[] }>;
  /** Where the remote does not answer, the commit may stay on this server alone. */
  keepLocally: boolean;
  /** Called before what cannot be taken back: throws where the right to write was lost. */
  assertMayWrite(): Promise<void>;
}

export interface Landed {
  sha: CommitSha;
  files: number;
  pushed: 'pushed' | 'no-remote' | 'kept-locally';
  rescueRef: string | null;
  /** Branch, index and files are at the new commit. */
  live: boolean;
  /** Files that somebody edited in the same moment: they stand as edited. */
  left: ContentPath[];
  /** Why it is not live. */
  reason: string | null;
}

const ATTEMPTS = 3;

/**
 * Commit, push, then move the files: at no moment does the tree hold what is not a commit. Until the push nothing has
 * changed; after it the act has succeeded, whatever becomes of the files of this server.
 * Throws AppFailure: CONFLICT (unsaved edits, no branch, diverged), STALE, BUSY, NOTHING_TO_DO, STORAGE_DOWN, FORBIDDEN.
 */
export async function landCommit(git: Git, landing: Landing): Promise<Landed> {
  await finishInterrupted(git);
  await waitForIndexLock(git);
  await refuseUnfinished(git);
  const { branch } = await readBranch(git);
  if (branch === null) throw detached();
  const remote = await openRemote(git, branch);
  for (let tries = 1; ; tries += 1) {
    const { head } = await readBranch(git);
    const base = await chooseBase(git, remote, branch, head);
    const built = await landing.build(base);
    const sha = await commitTree(git, { ...built, base, ...landing });
    await refuseUnsaved(git, base === head ? built.changes : await readTreeChanges(git, head, sha));
    await landing.assertMayWrite();
    const answer = remote ? await push(remote, sha, branch, landing.keepLocally) : 'no-remote';
    if (answer === 'behind') {
      if (tries >= ATTEMPTS) throw movedThreeTimes();
      await remote?.fetch();
      continue;
    }
    if (answer === 'kept-locally') await git.run(['update-ref', rescueRef(landing.runId), sha]);
    if (answer === 'pushed' && remote) await noteRemote(git, remote.name, branch, sha);
    const moved = await attempt(() =>
      publish(git, { branch, from: head, to: sha, runId: landing.runId, edited: 'leave' }),
    );
    return {
      sha,
      files: built.changes.length,
      pushed: answer,
      rescueRef: answer === 'kept-locally' ? rescueRef(landing.runId) : null,
      live: moved.ok,
      left: moved.ok ? moved.value : [],
      reason: moved.ok ? null : moved.error.message,
    };
  }
}

/** The newest commit that this server and, as last fetched, the remote agree on. */
async function chooseBase(git: Git, remote: Remote | null, branch: string, head: CommitSha): Promise<CommitSha> {
  const tip = remote && (await remoteTip(git, remote.name, branch));
  if (!tip || (await isAncestor(git, tip, head))) return head;
  if (await isAncestor(git, head, tip)) return tip;
  throw failure('CONFLICT', 'This server and the remote both have commits that the other does not have.', {
    hint: 'The status of the content shows them. Bring the two together first.',
  });
}

/** As last fetched; null where the remote has no such branch. */
export async function remoteTip(git: Git, remote: string, branch: string): Promise<CommitSha | null> {
  const ref = `refs/remotes/${remote}/${branch}^{commit}`;
  const answer = await git.read('rev-parse', '--verify', '--quiet', '--end-of-options', ref);
  return answer === null ? null : (answer.trim() as CommitSha);
}

/** Commits of the remote come along where it is ahead, so their files count too. */
async function refuseUnsaved(git: Git, changes: readonly TreeChange[]): Promise<void> {
  const paths = changes.map(({ path }) => path);
  const obstacles = obstaclesTo(changes, await readWorktreeFiles(git, paths));
  if (obstacles.length > 0) throw unsavedInTheWay(obstacles);
}

async function commitTree(
  git: Git,
  { tree, base, message, runId, author }: { tree: string; base: string; message: string } & Landing,
): Promise<CommitSha> {
  const input = withTrailer(message, runId);
  const made = await git.run(['commit-tree', tree, '-p', base, '-F', '-'], { env: signedBy(author), input });
  return made.stdout.trim() as CommitSha;
}

async function push(
  remote: Remote,
  sha: CommitSha,
  branch: string,
  keepLocally: boolean,
): Promise<'pushed' | 'behind' | 'kept-locally'> {
  const answer = await attempt(() => remote.push(sha, branch));
  if (!answer.ok) {
    if (keepLocally && answer.error.code !== 'CANCELLED') return 'kept-locally';
    throw failure(answer.error.code, `${answer.error.message} Nothing was changed.`, {
      ...answer.error,
      hint: `${answer.error.hint ?? ''} Or keep the change on this server alone until then.`.trim(),
    });
  }
  if (answer.value !== 'refused') return answer.value;
  if (keepLocally) return 'kept-locally';
  throw failure('FORBIDDEN', 'The content remote refused the commit. Nothing was changed.', {
    hint: `Its branch “${branch}” may be protected: let this server write there, or keep the change on this server alone.`,
  });
}

/** What the push has told: the remote stands there now. */
const noteRemote = (git: Git, remote: string, branch: string, sha: CommitSha) =>
  git.run(['update-ref', `refs/remotes/${remote}/${branch}`, sha]);

const movedThreeTimes = () =>
  failure('BUSY', 'The remote moved on three times while this was being done. Nothing was changed.', {
    hint: 'Somebody saves content right now. Try again in a minute.',
  });

export const detached = () =>
  failure('CONFLICT', 'The content stands at a commit, not on a branch: a new commit would get lost.', {
    hint: 'Put it back on its branch first: the status of the content offers it.',
  });
