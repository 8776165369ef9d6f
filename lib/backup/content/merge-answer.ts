import type { ContentConflictView } from '../views';
import type { ContentPath } from './content-path';

/** One path on which an act and later edits do not agree. Object ids of both sides; null: not there. */
export interface MergeConflict {
  path: ContentPath;
  reason: ContentConflictView['reason'];
  now: string | null;
  wanted: string | null;
}

export interface MergeAnswer {
  tree: string;
  conflicts: MergeConflict[];
}

/**
 * Reads what `git merge-tree --write-tree -z` writes: tree, NUL; of each conflicted stage `<mode> <oid> <stage>`, a tab
 * and the path, NUL; an empty field; then messages of the form count, paths, kind, text.
 */
export function parseMergeAnswer(text: string): MergeAnswer {
  const fields = text.split('\0');
  const tree = fields[0] ?? '';
  const sides = new Map<string, { now: string | null; wanted: string | null }>();
  let at = 1;
  for (; at < fields.length && fields[at] !== ''; at += 1) {
    const [, , oid = '', stage, path = ''] = /^(\d+) ([0-9a-f]+) ([123])\t(.*)$/s.exec(fields[at] ?? '') ?? [];
    const side = sides.get(path) ?? { now: null, wanted: null };
    if (stage === '2') side.now = oid;
    if (stage === '3') side.wanted = oid;
    sides.set(path, side);
  }
  const kinds = parseKinds(fields.slice(at + 1));
  const conflicts = [...sides].map(([path, side]) => ({
    path: path as ContentPath,
    reason: reasonOf(kinds.get(path) ?? '', side),
    ...side,
  }));
  return { tree, conflicts };
}

function parseKinds(fields: readonly string[]): Map<string, string> {
  const kinds = new Map<string, string>();
  for (let at = 0; at < fields.length; ) {
    const count = Number(fields[at]);
    if (!Number.isInteger(count) || count < 1) break;
    const kind = fields[at + count + 1] ?? '';
    if (kind.startsWith('CONFLICT')) for (const path of fields.slice(at + 1, at + 1 + count)) kinds.set(path, kind);
    at += count + 3;
  }
  return kinds;
}

function reasonOf(kind: string, side: Pick<MergeConflict, 'now' | 'wanted'>): MergeConflict['reason'] {
  if (/rename/.test(kind)) return 'renamed';
  if (/modify\/delete/.test(kind)) return side.now === null ? 'deleted-and-changed' : 'changed-and-deleted';
  if (/contents|binary|add\/add/.test(kind)) return 'both-changed';
  return 'kind';
}
