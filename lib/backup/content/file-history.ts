import { failure } from '../kernel/app-error';
import { decodeBytes } from '../kernel/byte-text';
import { pathToken, readPathToken } from '../kernel/path-token';
import { type ContentPath, checkPath } from './content-path';
import type { Git } from './git-repository';
import { readCursor, writeCursor } from './history-cursor';
import { readLog } from './log';
import type { LoggedCommit } from './log-format';

export interface FileCommit {
  commit: LoggedCommit;
  /** What the file was called in this commit. */
  path: ContentPath;
  /** Where this commit renamed it: its name before. */
  renamedFrom: ContentPath | null;
  status: 'A' | 'M' | 'D' | 'T';
}

export interface FileHistoryPage {
  commits: FileCommit[];
  nextCursor: string | null;
}

/**
 * The commits of one file, newest first, under each name that it had. Git's own way (`--follow`) looks into every commit
 * of the repository; here each name is one plain history, which changed-path filters make fast, and only commits in
 * which a name first appears are asked for a rename.
 * Throws AppFailure as readLog.
 */
export async function readFileHistory(
  git: Git,
  request: { path: ContentPath; before?: string | undefined; limit: number },
): Promise<FileHistoryPage> {
  let { path, cursor } = place(request.path, request.before);
  const found: FileCommit[] = [];
  for (;;) {
    const limit = request.limit - found.length;
    const page = await readLog(git, { cursor, limit, withChanges: true, path: { literal: path } });
    if (!page.anchor) return { commits: found, nextCursor: null };
    let renamed: { commit: LoggedCommit; from: ContentPath } | null = null;
    for (const commit of page.commits) {
      const status = commit.changes.find((change) => change.path === path)?.status ?? 'M';
      const from = status === 'A' ? await renamedFrom(git, commit, path) : null;
      found.push({
        commit,
        path,
        renamedFrom: from,
        status: status === 'A' || status === 'D' || status === 'T' ? status : 'M',
      });
      if (from) renamed = { commit, from };
      if (renamed) break;
    }
    if (!renamed) {
      const next = page.hasMore ? writeCursor(page.anchor, cursor.skip + page.commits.length) : null;
      return { commits: found, nextCursor: next && `${next}-${pathToken(path)}` };
    }
    // Older than the rename: the same file under its old name. An older file of the new name was another one.
    ({ from: path } = renamed);
    cursor = { anchor: renamed.commit.sha, skip: 0 };
    const older = await readLog(git, { cursor, limit: 1, withChanges: true, path: { literal: path } });
    // The rename itself deleted the old name, so it stands on top of that history too.
    if (older.commits[0]?.sha === renamed.commit.sha) cursor.skip = 1;
    if (older.commits.length <= cursor.skip && !older.hasMore) return { commits: found, nextCursor: null };
    if (found.length >= request.limit) {
      return { commits: found, nextCursor: `${writeCursor(renamed.commit.sha, cursor.skip)}-${pathToken(path)}` };
    }
  }
}

function place(path: ContentPath, before: string | undefined) {
  const [anchor, skip, ...token] = (before ?? '').split('-');
  const cursor = readCursor(before ? [anchor, skip].filter((part) => part !== undefined).join('-') : undefined);
  if (token.length === 0) return { path, cursor };
  const known = readPathToken(token.join('-'));
  if (known !== null) return { path: checkPath(known), cursor };
  throw failure('INVALID_INPUT', 'That place in the history does not exist.', {
    hint: 'Begin again with the newest page.',
    fields: { before: 'Take the cursor that the last page gave.' },
  });
}

/** Whether a commit that added `path` did so by renaming another file: what that was called. */
async function renamedFrom(git: Git, { sha, parents }: LoggedCommit, path: ContentPath): Promise<ContentPath | null> {
  const [parent] = parents;
  if (!parent) return null;
  const words = ['diff-tree', '-r', '-z', '--name-status', '-M', '-l1000', '--diff-filter=R', '--end-of-options'];
  const { bytes } = await git.readBytes([...words, parent, sha, '--']);
  const fields = decodeBytes(bytes).split('\0');
  for (let at = 0; at + 2 < fields.length; at += 3) {
    if (fields[at + 2] === path) return fields[at + 1] as ContentPath;
  }
  return null;
}
