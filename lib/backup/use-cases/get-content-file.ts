import { checkSha } from '../content/commit-sha';
import { checkPath } from '../content/content-path';
import { readFileAt } from '../content/file-at';
import { openGit } from '../content/git-repository';
import { readCommit } from '../content/log';
import type { BackupContext } from '../context';
import { attempt, type Result, unwrap } from '../kernel/result';
import type { ContentFileView } from '../views';
import { contentGit } from './content-git';

/**
 * One file as a commit left it. Errors: UNSUPPORTED (no git here), NOT_FOUND (no repository, no such commit, not in it),
 * INVALID_INPUT (sha, path), CORRUPT.
 */
export async function getContentFile(
  context: BackupContext,
  { path, sha }: { path: string; sha: string },
): Promise<Result<ContentFileView>> {
  return attempt(async () => {
    const [commit, file] = [checkSha(sha), checkPath(path)];
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    await readCommit(git, commit);
    return readFileAt(git, commit, file);
  });
}
