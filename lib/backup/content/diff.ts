import type { ContentDiffView } from '../views';
import type { ContentPath } from './content-path';
import type { DiffEntry } from './diff-entries';
import { describeFiles } from './diff-files';
import { type DiffCaps, type RawDiff, readEntries, readPatches } from './diff-patches';
import type { Git } from './git-repository';
import { countChanges } from './log-format';
import { readUntracked } from './worktree-side';

export interface DiffRequest {
  /** A commit or a tree; null: the empty tree. */
  from: string | null;
  /** A commit or a tree; null: the files on the server as they are now, ignored ones apart. */
  to: string | null;
  /** A file or a folder, by a name before or after. */
  path?: ContentPath | undefined;
  /** "Show anyway": far higher caps. */
  showAll?: boolean | undefined;
}

export type Diff = Pick<ContentDiffView, 'files' | 'moreFiles' | 'counts'>;

const MOST_FILES = 300;
const CAPS: DiffCaps = { lines: 1000, blob: 512 * 1024, patch: 8 * 1024 * 1024 };
const RAISED_CAPS: DiffCaps = { lines: 50_000, blob: 16 * 1024 * 1024, patch: 64 * 1024 * 1024 };

/**
 * What differs between two states of the content: at most 300 files, 1,000 lines of each, files up to 512 KiB. Both
 * states must be here. Throws AppFailure CORRUPT, CANCELLED.
 */
export async function readDiff(git: Git, request: DiffRequest): Promise<Diff> {
  const { from, to, path } = request;
  const caps = request.showAll ? RAISED_CAPS : CAPS;
  const { entries, sections } = path ? await ofPath(git, request, path, caps) : await readPatches(git, from, to, caps);
  const untracked = to === null ? await readUntracked(git, path) : [];
  const all = [...entries, ...untracked];
  const shown = all.slice(0, MOST_FILES);
  const files = await describeFiles(git, shown, sections, { caps, isWorktree: to === null });
  return { files, moreFiles: all.length - shown.length, counts: countChanges(all) };
}

/** A rename is found only where git looks at both names: first all names, then the patches of those that fit. */
async function ofPath(git: Git, { from, to }: DiffRequest, path: ContentPath, caps: DiffCaps): Promise<RawDiff> {
  const entries = (await readEntries(git, from, to)).filter((entry) => isWithin(entry, path));
  if (entries.length === 0) return { entries, sections: new Map() };
  const { sections } = await readPatches(git, from, to, caps, entries.slice(0, MOST_FILES));
  return { entries, sections };
}

const isWithin = (entry: DiffEntry, folder: string): boolean =>
  [entry.path, entry.from].some((name) => name === folder || name?.startsWith(`${folder}/`));
