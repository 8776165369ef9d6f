import { checkSha } from '../content/commit-sha';
import { checkFolderOrFile } from '../content/content-path';
import { readDiff } from '../content/diff';
import { type Git, openGit } from '../content/git-repository';
import { readCommit, readHead } from '../content/log';
import { commitView } from '../content/log-format';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { attempt, type Result, unwrap } from '../kernel/result';
import type { ContentDiffView } from '../views';
import { contentGit } from './content-git';

export interface ContentDiffRequest {
  /** What one commit did, a merge against its first parent; instead of `from` and `to`. */
  sha?: string;
  /** Default: the commit that is checked out. */
  from?: string;
  /** Default: the files on the server as they are now. */
  to?: string;
  /** A file or a folder, by its name before or after. */
  path?: string;
  /** "Show anyway": far higher caps. */
  showAll?: boolean;
}

/**
 * What a commit changed, or what differs between two commits, or between a commit and the files as they are now.
 * Errors: UNSUPPORTED (no git here), NOT_FOUND (no repository, no such commit), INVALID_INPUT (sha, path), CORRUPT.
 */
export async function getContentDiff(
  context: BackupContext,
  request: ContentDiffRequest,
): Promise<Result<ContentDiffView>> {
  return attempt(async () => {
    const path = request.path === undefined ? undefined : checkFolderOrFile(request.path);
    const [sha, from, to] = [request.sha, request.from, request.to].map((text) => text && checkSha(text));
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    if (sha) {
      const commit = await readCommit(git, sha);
      const [parent = null] = commit.parents;
      const diff = await readDiff(git, { from: parent, to: sha, path, showAll: request.showAll });
      return {
        from: parent,
        to: sha,
        commit: commitView(commit, diff.counts),
        merge: commit.parents.length > 1,
        ...diff,
      };
    }
    const start = from ? (await readCommit(git, from)).sha : await headOf(git);
    const end = to ? (await readCommit(git, to)).sha : null;
    const diff = await readDiff(git, { from: start, to: end, path, showAll: request.showAll });
    return { from: start, to: end, commit: null, merge: false, ...diff };
  });
}

async function headOf(git: Git) {
  const head = await readHead(git);
  if (head) return head;
  throw failure('NOT_FOUND', 'The content repository has no commit yet.', {
    hint: 'Commit the content once; from then on it is part of every backup.',
  });
}
