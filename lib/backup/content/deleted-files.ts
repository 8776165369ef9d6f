import type { DeletedFileView } from '../views';
import { type DeletedFile, deletionsOf, furtherDeletions } from './deletion-scan';
import type { Git } from './git-repository';
import { readCursor, writeCursor } from './history-cursor';
import { isHere, notHere, readHead } from './log';
import { commitView } from './log-format';
import { listTree } from './tree-files';

export interface DeletedFilesRequest {
  before?: string | undefined;
  /** Part of a path, in any case. */
  path?: string | undefined;
  limit: number;
}

/** How long one request may look for more; what it found is kept, and the next one goes on from there. */
const PATIENCE_MS = 1200;

/**
 * Files that once were and are not now, newest deletion first, each once, with the commit that deleted it and the one in
 * which it still is. Every commit is looked into once in the life of this process, a few thousand at a time; a page may
 * therefore be short, even empty, and have a next one.
 * Throws AppFailure: INVALID_INPUT (cursor), NOT_FOUND (its commit is not here), CORRUPT, CANCELLED.
 */
export async function readDeletedFiles(
  git: Git,
  { before, path, limit }: DeletedFilesRequest,
): Promise<{ files: DeletedFileView[]; nextCursor: string | null }> {
  const { anchor, skip } = readCursor(before);
  const now = await readHead(git);
  if (!now) return { files: [], nextCursor: null };
  if (anchor && !(await isHere(git, anchor))) throw notHere();
  const head = anchor ?? now;
  const present = new Set<string>(await listTree(git, now));
  const part = path?.toLowerCase() ?? '';
  const isWanted = (file: DeletedFile) => !present.has(file.path) && file.path.toLowerCase().includes(part);
  const endsAt = performance.now() + PATIENCE_MS;
  let scan = await deletionsOf(git, head);
  for (;;) {
    const files: DeletedFile[] = [];
    let at = skip;
    for (const file of scan.deleted.slice(skip)) {
      if (files.length >= limit) break;
      at += 1;
      if (isWanted(file)) files.push(file);
    }
    if (files.length >= limit || scan.isComplete || performance.now() > endsAt) {
      const isEnd = scan.isComplete && !scan.deleted.slice(at).some(isWanted);
      return { files: files.map(view), nextCursor: isEnd ? null : writeCursor(head, at) };
    }
    scan = await furtherDeletions(git, head, scan.walked);
  }
}

const view = ({ path, commit, lastIn }: DeletedFile): DeletedFileView => ({
  path,
  deletedBy: commitView(commit, null),
  lastIn,
});
