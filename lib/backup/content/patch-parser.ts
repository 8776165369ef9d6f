import { isUtf8 } from 'node:buffer';
import type { DiffHunkView, DiffLineView } from '../views';
import { markChanges } from './line-marks';

/** What a patch says about one file. Files are told by their order: names in patches are quoted, and may hold anything. */
export interface PatchSection {
  hunks: DiffHunkView[];
  /** Git took one of the sides for binary, or for too large. */
  binary: boolean;
  /** More lines than asked for. */
  cut: boolean;
  lossy: boolean;
  /** Object ids of both sides, zeros for nothing; null where the content is the same. */
  ids: { before: string; after: string } | null;
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

const IDS = /^index ([0-9a-f]{40})\.\.([0-9a-f]{40})/;

const KINDS: ReadonlyMap<string, DiffLineView['kind']> = new Map([
  [' ', 'context'],
  ['+', 'added'],
  ['-', 'removed'],
]);

/**
 * Sections of a patch of git, in order, at most `mostLines` lines of each. Line ends of Windows stay in the text.
 * `truncated`: the patch itself breaks off, so its last section is cut.
 */
export function parsePatch(patch: Buffer, mostLines: number, truncated: boolean): PatchSection[] {
  const sections: PatchSection[] = [];
  let section: PatchSection | undefined;
  let hunk: DiffHunkView | undefined;
  let lines = 0;
  let [before, after, beforeLeft, afterLeft] = [0, 0, 0, 0];
  for (const line of linesOf(patch)) {
    const isInHunk = beforeLeft > 0 || afterLeft > 0;
    const kind = isInHunk ? KINDS.get(String.fromCharCode(line[0] ?? 0)) : undefined;
    if (kind && section) {
      if (kind !== 'added') beforeLeft -= 1;
      if (kind !== 'removed') afterLeft -= 1;
      if (lines >= mostLines) {
        section.cut = true;
      } else {
        const bytes = line.subarray(1);
        section.lossy ||= !isUtf8(bytes);
        hunk?.lines.push({
          kind,
          before: kind === 'added' ? null : before,
          after: kind === 'removed' ? null : after,
          text: bytes.toString('utf8'),
          marks: [],
        });
        lines += 1;
      }
      if (kind !== 'added') before += 1;
      if (kind !== 'removed') after += 1;
    } else if (line[0] === 0x5c) {
      const last = hunk?.lines.at(-1);
      if (last && section && !section.cut) last.noNewline = true;
    } else if (startsWith(line, 'diff --git ')) {
      section = { hunks: [], binary: false, cut: false, lossy: false, ids: null };
      sections.push(section);
      hunk = undefined;
      lines = 0;
    } else if (section && startsWith(line, '@@ ')) {
      const header = line.toString('utf8');
      const [, from = 0, fromCount = 1, to = 0, toCount = 1] = HUNK.exec(header) ?? [];
      [before, after, beforeLeft, afterLeft] = [Number(from), Number(to), Number(fromCount), Number(toCount)];
      section.lossy ||= !isUtf8(line);
      if (lines >= mostLines) {
        section.cut = true;
        hunk = undefined;
      } else {
        hunk = { header, lines: [] };
        section.hunks.push(hunk);
      }
    } else if (section && startsWith(line, 'index ')) {
      const [, from = '', to = ''] = IDS.exec(line.toString('latin1')) ?? [];
      if (from && to) section.ids = { before: from, after: to };
    } else if (section && (startsWith(line, 'Binary files ') || startsWith(line, 'GIT binary patch'))) {
      section.binary = true;
    }
  }
  const last = sections.at(-1);
  if (last && truncated) last.cut = true;
  for (const { hunks } of sections) for (const { lines: rows } of hunks) markChanges(rows);
  return sections;
}

function* linesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at);
    yield bytes.subarray(at, end < 0 ? bytes.length : end);
    at = end < 0 ? bytes.length : end + 1;
  }
}

const startsWith = (line: Buffer, text: string): boolean =>
  line.length >= text.length && line.toString('latin1', 0, text.length) === text;

/** A whole text as one hunk of added lines: what a file that git does not know yet looks like in a diff. */
export function addedHunk(bytes: Buffer, mostLines: number): PatchSection {
  const rows = [...linesOf(bytes)];
  const lines = rows.slice(0, mostLines).map((row, index): DiffLineView => {
    return { kind: 'added', before: null, after: index + 1, text: row.toString('utf8'), marks: [] };
  });
  const last = lines.at(-1);
  if (last && rows.length <= mostLines && bytes.at(-1) !== 0x0a) last.noNewline = true;
  const hunks = lines.length > 0 ? [{ header: `@@ -0,0 +1,${rows.length} @@`, lines }] : [];
  return { hunks, binary: false, cut: rows.length > mostLines, lossy: !isUtf8(bytes), ids: null };
}
