import type { DiffLineView } from '../contract';

export interface LinePair {
  before: DiffLineView | null;
  after: DiffLineView | null;
}

/** Lines of one column as lines of two: the n-th removed line of a block stands beside the n-th added one. */
export function pairLines(lines: DiffLineView[]): LinePair[] {
  const pairs: LinePair[] = [];
  let removed: DiffLineView[] = [];
  let added: DiffLineView[] = [];
  const flush = () => {
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1) {
      pairs.push({ before: removed[at] ?? null, after: added[at] ?? null });
    }
    removed = [];
    added = [];
  };
  for (const line of lines) {
    if (line.kind === 'removed') {
      if (added.length > 0) flush();
      removed.push(line);
    } else if (line.kind === 'added') added.push(line);
    else {
      flush();
      pairs.push({ before: line, after: line });
    }
  }
  flush();
  return pairs;
}
