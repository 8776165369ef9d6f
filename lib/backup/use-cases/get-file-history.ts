import { hasCommitGraph, refreshCommitGraph } from '../content/commit-graph';
import { checkPath } from '../content/content-path';
import { readFileHistory } from '../content/file-history';
import { openGit } from '../content/git-repository';
import { commitView } from '../content/log-format';
import type { BackupContext } from '../context';
import { attempt, type Result, unwrap } from '../kernel/result';
import type { FileHistoryView } from '../views';
import { contentGit } from './content-git';

const PAGE = 50;
const LARGEST_PAGE = 500;

/**
 * The commits that touched one file, newest first, under each name that it had. A file that is not there now has a
 * history too; a path that never was has an empty one.
 * Errors: UNSUPPORTED (no git here), NOT_FOUND (no repository), INVALID_INPUT (path, cursor), CORRUPT.
 */
export async function getFileHistory(
  context: BackupContext,
  { path, before, limit = PAGE }: { path: string; before?: string; limit?: number },
): Promise<Result<FileHistoryView>> {
  return attempt(async () => {
    const file = checkPath(path);
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    // The first time, writing git's index takes no longer than one history without it.
    if (!(await hasCommitGraph(git))) await refreshCommitGraph(git);
    const page = await readFileHistory(git, { path: file, before, limit: Math.min(Math.max(1, limit), LARGEST_PAGE) });
    void refreshCommitGraph(git);
    return {
      path,
      commits: page.commits.map(({ commit, path: name, renamedFrom, status }) => ({
        ...commitView(commit, {
          added: status === 'A' && !renamedFrom ? 1 : 0,
          changed: status === 'M' || status === 'T' ? 1 : 0,
          deleted: status === 'D' ? 1 : 0,
          renamed: renamedFrom ? 1 : 0,
        }),
        path: name,
        renamedFrom,
      })),
      nextCursor: page.nextCursor,
    };
  });
}
