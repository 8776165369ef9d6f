import type { ContentPath } from './content-path';

/** One file that two states do not agree on, as git's raw format tells it. */
export interface DiffEntry {
  status: 'A' | 'C' | 'D' | 'M' | 'R' | 'T' | 'U' | 'X';
  path: ContentPath;
  /** Old name of a rename. */
  from: ContentPath | null;
  modeBefore: string | null;
  modeAfter: string | null;
  /** Object ids; null where the file is not there, or is in the working tree only. */
  before: string | null;
  after: string | null;
}

const NOTHING = /^0+$/;

/** Output of `--raw -z`: facts, a name, and for renames a second one. */
export function parseEntries(text: string): DiffEntry[] {
  const fields = text.split('\0');
  const entries: DiffEntry[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const size = / [RC]\d*$/.test(fields[at] ?? '') ? 3 : 2;
    entries.push(readEntry(fields.slice(at, at + size)));
    at += size;
  }
  return entries;
}

function readEntry([facts = '', first = '', second]: string[]): DiffEntry {
  const [modeBefore = '', modeAfter = '', before = '', after = '', status = 'X'] = facts.slice(1).split(' ');
  const present = (text: string) => (NOTHING.test(text) ? null : text);
  return {
    status: status.charAt(0) as DiffEntry['status'],
    path: (second ?? first) as ContentPath,
    from: second === undefined ? null : (first as ContentPath),
    modeBefore: present(modeBefore),
    modeAfter: present(modeAfter),
    before: present(before),
    after: present(after),
  };
}
