import { decodeBytes } from '../kernel/byte-text';
import type { DeletedFileView } from '../views';
import { isSha } from './commit-sha';
import type { Git } from './git-repository';
import { readCursor, writeCursor } from './history-cursor';
import { readHead } from './log';
import { CHANGE_WORDS, commitView, LOG_WORDS, parseLog } from './log-format';
import { listTree } from './tree-files';

export interface DeletedFilesRequest {
  before?: string | undefined;
  /** Part of a path, in any case. */
  path?: string | undefined;
  limit: number;
}

/** Commits walked at a time; git shows the ones among them that deleted something. */
const BATCH = 2_000;

/**
 * Files that once were and are not now, newest deletion first, with the commit that deleted them and the one in which they
 * still are. Along the first parents, so that the place of a page is one commit: what a side branch deleted comes with its
 * merge. A file that was deleted twice may stand in a later page again, with its older version.
 * Throws AppFailure: INVALID_INPUT (cursor), CORRUPT, CANCELLED.
 */
export async function readDeletedFiles(
  git: Git,
  { before, path, limit }: DeletedFilesRequest,
): Promise<{ files: DeletedFileView[]; nextCursor: string | null }> {
  const cursor = readCursor(before);
  const anchor = cursor.anchor ?? (await readHead(git));
  if (!anchor) return { files: [], nextCursor: null };
  const now = new Set(await listTree(git, 'HEAD'));
  const wanted = path?.toLowerCase() ?? '';
  const files: DeletedFileView[] = [];
  const seen = new Set<string>();
  for (let at = { anchor, skip: cursor.skip }; ; ) {
    const range = ['--first-parent', `--skip=${at.skip}`];
    const words = [...LOG_WORDS, ...CHANGE_WORDS, '--diff-filter=D', ...range, `-n${BATCH}`];
    const { bytes } = await git.readBytes([...words, '--end-of-options', at.anchor, '--']);
    for (const commit of parseLog(decodeBytes(bytes))) {
      const lastIn = commit.parents.find(isSha);
      const deletedBy = commitView(commit, null);
      for (const change of commit.changes) {
        const matches = change.status === 'D' && change.path.toLowerCase().includes(wanted);
        if (!lastIn || !matches || now.has(change.path) || seen.has(change.path)) continue;
        seen.add(change.path);
        files.push({ path: change.path, deletedBy, lastIn });
      }
      // Never half a commit: a page may be longer than asked for, and then says all of it.
      if (files.length >= limit) return { files, nextCursor: lastIn ? writeCursor(commit.sha, 1) : null };
    }
    const next = { anchor: at.anchor, skip: at.skip + BATCH };
    const rest = ['rev-list', '--first-parent', '-n1', `--skip=${next.skip}`, '--end-of-options', at.anchor, '--'];
    if (!(await git.read(...rest))?.trim()) return { files, nextCursor: null };
    at = next;
  }
}
