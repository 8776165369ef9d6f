import type { ByteWindow } from './byte-window';

/** An archive whose rows can be taken from it as they are: see `readArchiveHead`. */
export interface ArchiveHead {
  /** From the first byte to the end of the table of contents: all that definitions need. */
  bytes: Buffer;
  compressed: boolean;
  /** COPY statements of the tables that have rows in the archive, by the number of their block. */
  copies: ReadonlyMap<number, string>;
  /** Statements that set sequences. */
  sequences: readonly string[];
}

const MAGIC = 'PGDMP';
const CUSTOM = 1;
/** Minor versions of the format 1.x, as PostgreSQL 12 and newer write it. */
const [OLDEST, ALGORITHM, RELATION_KIND] = [14, 15, 16];
const DATA_SECTION = 3;
const NO_DATA = 3;
const LARGEST_HEAD = 64 * 1024 * 1024;

class NotThereYet extends Error {}

/** Numbers and texts in the form of an archive: integers with their sign before them, texts with their length. */
class HeadReader {
  at = 0;
  integerBytes = 4;
  #view: Buffer;

  constructor(view: Buffer) {
    this.#view = view;
  }

  bytes(count: number): Buffer {
    if (this.at + count > this.#view.length) throw new NotThereYet();
    this.at += count;
    return this.#view.subarray(this.at - count, this.at);
  }

  byte(): number {
    return this.bytes(1)[0] ?? 0;
  }

  integer(): number {
    const negative = this.byte() !== 0;
    const value = this.bytes(this.integerBytes).readUIntLE(0, this.integerBytes);
    return negative ? -value : value;
  }

  text(): string | null {
    const length = this.integer();
    return length < 0 ? null : this.bytes(length).toString('utf8');
  }

  texts(count: number): (string | null)[] {
    return Array.from({ length: count }, () => this.text());
  }
}

interface Entry {
  id: number;
  kind: string;
  section: number;
  definition: string;
  copy: string;
  hasData: boolean;
}

function readEntry(reader: HeadReader, minor: number, offsetBytes: number): Entry {
  const id = reader.integer();
  reader.integer();
  const [, , , kind] = reader.texts(4);
  const section = reader.integer();
  // Definition, removal, COPY, schema, tablespace, table access method.
  const [definition, , copy] = reader.texts(6);
  if (minor >= RELATION_KIND) reader.integer();
  // Owner, and whether rows have OIDs.
  reader.texts(2);
  while (reader.text() !== null);
  const state = reader.byte();
  reader.bytes(offsetBytes);
  return { id, kind: kind ?? '', section, definition: definition ?? '', copy: copy ?? '', hasData: state !== NO_DATA };
}

/** Null for an archive that is left to pg_restore. Throws NotThereYet where the view ends within the head. */
function parseHead(view: Buffer): ArchiveHead | null {
  const reader = new HeadReader(view);
  if (reader.bytes(MAGIC.length).toString('latin1') !== MAGIC) return null;
  const [major, minor] = [reader.byte(), reader.byte()];
  reader.byte();
  if (major !== 1 || minor < OLDEST || minor > RELATION_KIND) return null;
  reader.integerBytes = reader.byte();
  const offsetBytes = reader.byte();
  if (reader.integerBytes !== 4 || reader.byte() !== CUSTOM) return null;
  const method = minor >= ALGORITHM ? reader.byte() : reader.integer();
  if (minor >= ALGORITHM && method > 1) return null;
  // Seven parts of the date, then the database and two versions.
  for (let part = 0; part < 7; part += 1) reader.integer();
  reader.texts(3);
  const count = reader.integer();
  const entries = Array.from({ length: count }, () => readEntry(reader, minor, offsetBytes));
  const data = entries.filter(({ section }) => section === DATA_SECTION);
  const rows = data.filter(({ kind }) => kind === 'TABLE DATA');
  const sequences = data.filter(({ kind }) => kind === 'SEQUENCE SET');
  const isUtf8 = entries.some(({ kind, definition }) => kind === 'ENCODING' && / 'UTF8';/.test(definition));
  const isPlain = rows.every(({ copy, hasData }) => hasData && copy.startsWith('COPY '));
  // Large objects, rows as INSERT, another encoding: rare, and pg_restore knows them.
  if (!isUtf8 || !isPlain || rows.length + sequences.length !== data.length) return null;
  return {
    bytes: view.subarray(0, reader.at),
    compressed: method !== 0,
    copies: new Map(rows.map(({ id, copy }) => [id, copy.trimEnd()])),
    sequences: sequences.map(({ definition }) => definition.trimEnd()),
  };
}

/**
 * Reads the table of contents of a custom archive and consumes it, or consumes nothing and gives null where the archive
 * is of a kind that is left to pg_restore. pg_restore writes what it decodes in pieces of 4 KB, which costs as much as the
 * decoding; rows are most of an archive, so those are decoded here.
 */
export async function readArchiveHead(window: ByteWindow): Promise<ArchiveHead | null> {
  for (let ended = false; !ended && window.view.length < LARGEST_HEAD; ) {
    const wanted = 2 * window.view.length;
    do ended = !(await window.more());
    while (!ended && window.view.length < wanted);
    try {
      const head = parseHead(window.view);
      if (head) window.consume(head.bytes.length);
      return head;
    } catch (thrown) {
      if (!(thrown instanceof NotThereYet)) throw thrown;
    }
  }
  return null;
}
