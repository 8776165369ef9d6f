import type { DiffLineView } from '../views';

const LONGEST_LINE = 2000;
/** Less in common than this, in share of the longer line, is another line rather than a changed one. */
const LEAST_ALIKE = 0.3;

/**
 * Marks what changed within a line, where a run of removed lines is followed by as many added ones: beginning and end
 * that both have in common stay unmarked. Offsets are UTF-16 units and never split a character.
 */
export function markChanges(lines: DiffLineView[]): void {
  for (let at = 0; at < lines.length; ) {
    const removed = runOf(lines, at, 'removed');
    const added = runOf(lines, at + removed, 'added');
    if (removed > 0 && removed === added) {
      for (let index = 0; index < removed; index += 1) {
        const [before, after] = [lines[at + index], lines[at + removed + index]];
        if (before && after) markPair(before, after);
      }
    }
    at += removed + added || 1;
  }
}

function runOf(lines: readonly DiffLineView[], start: number, kind: DiffLineView['kind']): number {
  let length = 0;
  while (lines[start + length]?.kind === kind) length += 1;
  return length;
}

function markPair(before: DiffLineView, after: DiffLineView): void {
  if (before.text.length > LONGEST_LINE || after.text.length > LONGEST_LINE) return;
  const [left, right] = [pieces(before.text), pieces(after.text)];
  const shorter = Math.min(left.length, right.length);
  let head = 0;
  while (head < shorter && left[head] === right[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && left.at(-1 - tail) === right.at(-1 - tail)) tail += 1;
  const common = lengthOf(left, 0, head) + lengthOf(left, left.length - tail, left.length);
  if (common < LEAST_ALIKE * Math.max(before.text.length, after.text.length)) return;
  before.marks = mark(left, head, left.length - tail);
  after.marks = mark(right, head, right.length - tail);
}

function mark(parts: readonly string[], from: number, to: number): [number, number][] {
  if (to <= from) return [];
  const start = lengthOf(parts, 0, from);
  return [[start, start + lengthOf(parts, from, to)]];
}

/** Words, and everything else by the character: marks then begin and end where a reader expects them. */
const pieces = (text: string): string[] => text.match(/[\p{L}\p{N}_]+|[\s\S]/gu) ?? [];

const lengthOf = (parts: readonly string[], from: number, to: number): number =>
  parts.slice(from, to).reduce((sum, part) => sum + part.length, 0);
