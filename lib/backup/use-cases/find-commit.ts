import { findCommit as findIn } from '../content/find-commit';
import { openGit } from '../content/git-repository';
import type { BackupContext } from '../context';
import { attempt, type Result, unwrap } from '../kernel/result';
import { contentGit } from './content-git';

/**
 * The full id of the commit that a person means by `HEAD` or the beginning of an id (4 digits or more).
 * Errors: INVALID_INPUT (no id, or the beginning of several), NOT_FOUND, UNSUPPORTED (no git here), CORRUPT.
 */
export function findCommit(context: BackupContext, { text }: { text: string }): Promise<Result<{ sha: string }>> {
  return attempt(async () => {
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    return { sha: await findIn(git, text) };
  });
}
