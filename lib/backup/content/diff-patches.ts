import { decodeBytes } from '../kernel/byte-text';
import { EMPTY_TREE } from './commit-sha';
import { type DiffEntry, parseEntries } from './diff-entries';
import type { Git } from './git-repository';
import { type PatchSection, parsePatch } from './patch-parser';

export interface DiffCaps {
  /** Lines of one file. */
  lines: number;
  /** Bytes of one file; git compares larger ones by their ids alone. */
  blob: number;
  /** Bytes of the whole patch. */
  patch: number;
}

export interface RawDiff {
  entries: DiffEntry[];
  /** By `entryKey`; what is not in it was beyond the cap. */
  sections: Map<string, PatchSection>;
}

/** Without --unified, which would ask for a patch where only names are wanted. */
const WORDS = [
  ...['--full-index', '-M', '-l300', '--no-ext-diff', '--no-textconv', '--no-color', '--no-relative'],
  ...['--submodule=short', '--ignore-submodules=none'],
];

export const entryKey = ({ path, from }: DiffEntry): string => `${from ?? ''}\0${path}`;

/**
 * Entries and their patches. Names come by NUL from one process; patches from another, in which git quotes names, so
 * that no name can pass for the beginning of another file. With `only` just of these files, by all their names.
 */
export async function readPatches(
  git: Git,
  from: string | null,
  to: string | null,
  caps: DiffCaps,
  only: readonly DiffEntry[] = [],
): Promise<RawDiff> {
  const names = only.flatMap(({ path, from: old }) => (old ? [old, path] : [path]));
  const patch = git.readBytes(command(from, to, ['--patch', '--unified=3', '--inter-hunk-context=0'], names), {
    limit: caps.patch,
    // Larger files are "binary" to git: it does not compare them line by line.
    settings: [['core.bigFileThreshold', String(caps.blob)]],
  });
  const [entries, { bytes, cut }] = await Promise.all([readEntries(git, from, to, names), patch]);
  return { entries, sections: pair(entries, parsePatch(bytes, caps.lines, cut)) };
}

/** Entries alone, renames found among all files, or among those named. `to` null: the working tree. */
export async function readEntries(
  git: Git,
  from: string | null,
  to: string | null,
  names: readonly string[] = [],
): Promise<DiffEntry[]> {
  const { bytes } = await git.readBytes(command(from, to, ['--raw', '--no-abbrev', '-z'], names));
  return parseEntries(decodeBytes(bytes));
}

function command(from: string | null, to: string | null, kind: readonly string[], names: readonly string[]): string[] {
  const start = from ?? EMPTY_TREE;
  if (to === null) return ['diff', ...WORDS, ...kind, '--end-of-options', start, '--', ...names];
  return ['diff-tree', '-r', ...WORDS, ...kind, '--end-of-options', start, to, '--', ...names];
}

/**
 * Git writes one section for each entry, in the same order: two where the kind of file changed, none for a conflict. The
 * object ids in a section tell whether it is the right one; files of the working tree may change in between.
 */
function pair(entries: readonly DiffEntry[], patches: readonly PatchSection[]): Map<string, PatchSection> {
  const sections = new Map<string, PatchSection>();
  let at = 0;
  for (const entry of entries) {
    const count = entry.status === 'U' ? 0 : entry.status === 'T' ? 2 : 1;
    const parts = patches.slice(at, at + count);
    at += count;
    const [first, second] = parts;
    if (!first || parts.length < count || !fits(entry, first)) continue;
    const whole = second && {
      hunks: [...first.hunks, ...second.hunks],
      binary: first.binary || second.binary,
      cut: first.cut || second.cut,
      lossy: first.lossy || second.lossy,
      ids: null,
    };
    sections.set(entryKey(entry), whole ?? first);
  }
  return sections;
}

const fits = ({ before, status }: DiffEntry, { ids }: PatchSection): boolean =>
  ids === null ||
  status === 'T' ||
  (/^0+$/.test(ids.before) === (before === null) && (before === null || ids.before === before));
