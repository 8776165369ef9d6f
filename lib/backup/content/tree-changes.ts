import { failure } from '../kernel/app-error';
import { canonicalJson } from '../kernel/canonical-json';
import { sha256Hex } from '../kernel/digest';
import { type ContentPath, leadsOut } from './content-path';
import type { Git } from './git-repository';

/** One file as a tree knows it. Mode as git writes it, "100644". */
export interface TreeEntry {
  mode: string;
  oid: string;
}

/** One path that two trees do not agree on. Null: not there. */
export interface TreeChange {
  path: ContentPath;
  before: TreeEntry | null;
  after: TreeEntry | null;
}

const ABSENT = '000000';

/**
 * Every path that differs, by name and not by rename, in the order of git. Throws AppFailure CORRUPT, also for a tree
 * that was forged to lead out of the content; CANCELLED.
 */
export async function readTreeChanges(git: Git, from: string, to: string): Promise<TreeChange[]> {
  const words = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', '--end-of-options', from, to, '--'];
  const fields = (await git.run(words)).stdout.split('\0');
  const changes: TreeChange[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [modeBefore = '', modeAfter = '', before = '', after = ''] = (fields[at] ?? '').slice(1).split(' ');
    const path = (fields[at + 1] ?? '') as ContentPath;
    if (leadsOut(path)) throw forged();
    changes.push({
      path,
      before: modeBefore === ABSENT ? null : { mode: modeBefore, oid: before },
      after: modeAfter === ABSENT ? null : { mode: modeAfter, oid: after },
    });
  }
  return changes;
}

const forged = () =>
  failure('CORRUPT', 'A commit holds a name that leads out of the content, or into the folder of Git.', {
    hint: 'Nobody makes such a commit by accident: look at who made it. Nothing of it was put in place.',
  });

/** Two lists of changes have the same digest where they do the same to the same files, byte for byte. */
export const changesDigest = (changes: readonly TreeChange[]): string =>
  sha256Hex(canonicalJson(changes.map(({ path, before, after }) => [path, before, after])));

/** Symbolic links and other repositories: they lead out of the content, so no act of ours makes or moves one. */
export const isLink = ({ before, after }: TreeChange): boolean =>
  [before, after].some((entry) => entry !== null && entry.mode !== '100644' && entry.mode !== '100755');

/** The folders above a path, nearest first. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) folders.push(path.slice(0, end));
  return folders;
}

export const sameEntry = (left: TreeEntry | null, right: TreeEntry | null): boolean =>
  left?.oid === right?.oid && left?.mode === right?.mode;
