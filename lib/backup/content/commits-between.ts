import type { CommitView } from '../views';
import type { Git } from './git-repository';
import { commitView, LOG_WORDS, parseLog } from './log-format';

export interface CommitsBetween {
  /** Commits of `now` that `then` does not have, and the other way round: by history, not by content. */
  newerCommits: number;
  missingCommits: number;
  /** The newest of the former. */
  commits: CommitView[];
}

const SHOWN = 10;

/** What happened between two commits of one repository. Throws AppFailure CORRUPT, CANCELLED. */
export async function readCommitsBetween(git: Git, then: string, now: string): Promise<CommitsBetween> {
  const count = ['rev-list', '--left-right', '--count', '--end-of-options', `${then}...${now}`, '--'];
  const [missing, newer] = (await git.run(count)).stdout.trim().split(/\s+/).map(Number);
  const words = [...LOG_WORDS, '--no-patch', `-n${SHOWN}`, '--end-of-options', now, `^${then}`, '--'];
  const commits = parseLog((await git.read(...words)) ?? '').map((commit) => commitView(commit, null));
  return { missingCommits: missing ?? 0, newerCommits: newer ?? 0, commits };
}
