import { refreshCommitGraph } from '../content/commit-graph';
import { checkFolderOrFile } from '../content/content-path';
import { type Git, openGit } from '../content/git-repository';
import { readCursor, writeCursor } from '../content/history-cursor';
import { existsNow, type LogRequest, readAuthors, readLog } from '../content/log';
import { commitView, countChanges } from '../content/log-format';
import { listTree } from '../content/tree-files';
import type { BackupContext } from '../context';
import { attempt, type Result, unwrap } from '../kernel/result';
import { FEWEST_DELETED, isMassDeletion } from '../policy/content-anomaly';
import type { CommitView, ContentFilters, ContentHistoryView } from '../views';
import { contentGit } from './content-git';

const PAGE = 50;
const LARGEST_PAGE = 500;

export interface ContentHistoryRequest {
  filters?: ContentFilters;
  before?: string;
  limit?: number;
  /** Counts of changed files, and whether a commit is a mass deletion. Default: yes. */
  withCounts?: boolean;
}

/**
 * Commits of the content, newest first, with what each did to files. A path that is neither a file nor a folder of now
 * is taken for a former one, and where it was none either, for a part of a name.
 * Errors: UNSUPPORTED (no git here), NOT_FOUND (no repository; the cursor's commit), INVALID_INPUT (path, date, cursor), CORRUPT.
 */
export async function getContentHistory(
  context: BackupContext,
  { filters = {}, before, limit = PAGE, withCounts = true }: ContentHistoryRequest = {},
): Promise<Result<ContentHistoryView>> {
  return attempt(async () => {
    const cursor = readCursor(before);
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    const size = Math.min(Math.max(1, limit), LARGEST_PAGE);
    const request = { cursor, limit: size, withChanges: withCounts, filters };
    const page = await readPage(git, request, filters.path);
    // In the background: it never rejects, and nothing waits for it.
    void refreshCommitGraph(git);
    const authors = page.anchor ? await readAuthors(git, page.anchor) : [];
    const commits = page.commits.map((commit) => commitView(commit, withCounts ? countChanges(commit.changes) : null));
    return {
      commits: withCounts ? await withIncidents(git, commits) : commits,
      nextCursor: page.anchor && page.hasMore ? writeCursor(page.anchor, cursor.skip + size) : null,
      filters,
      authors,
    };
  });
}

async function readPage(git: Git, request: Omit<LogRequest, 'path'>, text: string | undefined) {
  const wanted = text?.trim();
  if (!wanted) return readLog(git, request);
  const literal = checkFolderOrFile(wanted);
  if (await existsNow(git, literal)) return readLog(git, { ...request, path: { literal } });
  const former = wanted.includes('/') ? await readLog(git, { ...request, path: { literal } }) : null;
  if (former && (former.commits.length > 0 || request.cursor.skip > 0)) return former;
  return readLog(git, { ...request, path: { pattern: wanted } });
}

/** Only a commit that deleted that many files is worth a look at how many there were. */
async function withIncidents(git: Git, commits: CommitView[]): Promise<CommitView[]> {
  const judged = commits.map(async (commit): Promise<CommitView> => {
    const deleted = commit.counts?.deleted ?? 0;
    const [parent] = commit.parents;
    if (deleted < FEWEST_DELETED || !parent) return commit;
    const total = (await listTree(git, parent)).length;
    return isMassDeletion({ filesBefore: total, deleted }) ? { ...commit, incident: { deleted, total } } : commit;
  });
  return Promise.all(judged);
}
