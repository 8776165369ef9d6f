import { readDeletedFiles } from '../content/deleted-files';
import { openGit } from '../content/git-repository';
import type { BackupContext } from '../context';
import { attempt, type Result, unwrap } from '../kernel/result';
import type { DeletedFilesView } from '../views';
import { contentGit } from './content-git';

const PAGE = 50;
const LARGEST_PAGE = 500;

/** Files that were deleted and can be brought back, newest first. Errors: UNSUPPORTED, NOT_FOUND, INVALID_INPUT, CORRUPT. */
export async function getDeletedFiles(
  context: BackupContext,
  { before, path, limit = PAGE }: { before?: string; path?: string; limit?: number } = {},
): Promise<Result<DeletedFilesView>> {
  return attempt(async () => {
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    return readDeletedFiles(git, { before, path, limit: Math.min(Math.max(1, limit), LARGEST_PAGE) });
  });
}
