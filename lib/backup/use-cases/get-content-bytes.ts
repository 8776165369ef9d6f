import { checkSha } from '../content/commit-sha';
import { checkPath } from '../content/content-path';
import { readBytesAt } from '../content/file-at';
import { pictureType } from '../content/file-form';
import { openGit } from '../content/git-repository';
import { readCommit } from '../content/log';
import type { BackupContext } from '../context';
import { attempt, type Result, unwrap } from '../kernel/result';
import { contentGit } from './content-git';

export interface ContentBytes {
  bytes: Buffer;
  /** Last part of its path. */
  name: string;
  /** Media type of a picture that a browser may show, by its own bytes, whatever its name says; null for all else. */
  picture: string | null;
}

/**
 * A file as a commit left it, byte for byte, whatever it holds. Errors: UNSUPPORTED (no git here; a submodule; above
 * 32 MB), NOT_FOUND (no repository, no such commit, not in it), INVALID_INPUT (sha, path), CORRUPT.
 */
export async function getContentBytes(
  context: BackupContext,
  { path, sha }: { path: string; sha: string },
): Promise<Result<ContentBytes>> {
  return attempt(async () => {
    const [commit, file] = [checkSha(sha), checkPath(path)];
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    await readCommit(git, commit);
    const bytes = await readBytesAt(git, commit, file);
    return { bytes, name: file.split('/').at(-1) ?? 'file', picture: pictureType(bytes) };
  });
}
