import type { CommitSha } from './commit-sha';
import type { Git } from './git-repository';

const MOST = 500;

/** The commit that a run of ours made, by its trailer, among the newest of the branch; null where it made none. */
export async function findRunCommit(git: Git, runId: string): Promise<CommitSha | null> {
  const words = [
    'log',
    `--max-count=${MOST}`,
    '--format=%H %(trailers:key=Backup-Run,valueonly,separator=%x20)',
    'HEAD',
    '--',
  ];
  const lines = ((await git.read(...words)) ?? '').split('\n');
  const line = lines.find((text) => text.slice(41).trim() === runId);
  return line === undefined ? null : (line.slice(0, 40) as CommitSha);
}
