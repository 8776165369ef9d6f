import { failure } from '../kernel/app-error';
import type { CommitSha } from './commit-sha';
import type { Git } from './git-repository';

const SHORTENED = /^[0-9a-f]{4,40}$/;

/**
 * The commit that somebody means by `HEAD` or by the first 4 to 40 digits of its id.
 * Throws AppFailure INVALID_INPUT (no id of a commit, or the beginning of several), NOT_FOUND.
 */
export async function findCommit(git: Git, text: string): Promise<CommitSha> {
  const wanted = text.trim().toLowerCase();
  if (wanted === 'head') return headCommit(git);
  if (!SHORTENED.test(wanted)) {
    throw failure('INVALID_INPUT', 'That is not the id of a commit.', {
      hint: 'Take one from the history: at least its first 4 digits and letters from a to f, or HEAD.',
      fields: { sha: 'Give the id of a commit, or at least its first 4 characters.' },
    });
  }
  const objects = (await git.run(['rev-parse', `--disambiguate=${wanted}`])).stdout;
  const kinds = await git.run(['cat-file', '--batch-check=%(objectname) %(objecttype)'], { input: objects });
  const commits = [...kinds.stdout.matchAll(/^([0-9a-f]{40}) commit$/gm)].map((line) => line[1] as CommitSha);
  const [commit, ...others] = commits;
  if (!commit) {
    throw failure('NOT_FOUND', 'There is no such commit in the content.', {
      hint: 'Take a commit from the history of the content.',
    });
  }
  if (others.length === 0) return commit;
  throw failure('INVALID_INPUT', `The ids of ${commits.length} commits begin like this.`, {
    hint: 'Give more digits of the id.',
    fields: { sha: 'Give more characters of the id.' },
  });
}

async function headCommit(git: Git): Promise<CommitSha> {
  const head = await git.read('rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}');
  if (head) return head.trim() as CommitSha;
  throw failure('NOT_FOUND', 'The content repository has no commit yet.', { hint: 'Commit the content once.' });
}
