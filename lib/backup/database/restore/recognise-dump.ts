import { failure } from '../../kernel/app-error';

/** How much of a file is looked at. Everything by which a dump is told stands in its first lines. Bytes. */
export const HEAD_BYTES = 64 * 1024;

export type DumpKind = 'custom' | 'sql' | 'gzip';

const SQL_HINT = 'Make it again with: pg_dump -Fc -f site.dump, or as plain text with: pg_dump -f site.sql.';

export const DIRECTORY_HINT = 'Turn the whole directory into text first: pg_restore -f site.sql DIRECTORY';

const refused = (message: string, hint: string) => failure('UNSUPPORTED', message, { hint });

const TAR_AT = 257;
/** Place of the byte by which an archive says how it is kept, and its value for one file. */
const ARCHIVE_KIND_AT = 10;
const ONE_FILE = 1;

const OTHER_SERVER = 'Only dumps of PostgreSQL can be imported.';

/** How files begin that people take for dumps, in Latin-1, and what to do with each. */
const STRANGERS: readonly (readonly [begins: readonly string[], message: string, hint: string])[] = [
  [['PK\x03\x04'], 'This is a zip file.', 'Unpack it, then import the dump in it.'],
  [
    ['\x28\xb5\x2f\xfd', 'BZh', '\xfd7zXZ', '\x04\x22\x4d\x18'],
    'This file is packed by a program other than gzip.',
    'Unpack it first.',
  ],
  [['\xff\xfe', '\xfe\xff'], 'This file is in UTF-16, as PowerShell’s > writes it.', SQL_HINT],
  [['SQLite format 3\0'], 'This is a SQLite database.', OTHER_SERVER],
  [['-- MySQL dump', '-- MariaDB dump', '/*M!'], 'This is a dump of MySQL or MariaDB.', OTHER_SERVER],
];

/**
 * What a dump file is, by its first bytes and never by its name. Throws AppFailure: UNSUPPORTED with the next step for
 * everything that cannot be imported as it is, CORRUPT for an empty file.
 */
export function recogniseDump(head: Buffer): DumpKind {
  if (head.length === 0) {
    throw failure('CORRUPT', 'The file is empty.', { hint: 'Copy it again, or make the dump again.' });
  }
  const text = head.toString('latin1');
  if (text.startsWith('PGDMP')) return archiveKind(head);
  if (text.startsWith('\x1f\x8b')) return 'gzip';
  if (text.startsWith('toc.dat\0') || text.slice(TAR_AT, TAR_AT + 5) === 'ustar') {
    throw refused('This is a tar archive.', 'Turn it into text first: pg_restore -f site.sql ARCHIVE');
  }
  for (const [begins, message, hint] of STRANGERS) {
    if (begins.some((begin) => text.startsWith(begin))) throw refused(message, hint);
  }
  if (/^-- PostgreSQL database cluster dump$/m.test(text)) {
    throw refused(
      'This is a dump of a whole server, made by pg_dumpall.',
      'Dump the one database of the site: pg_dump -Fc -f site.dump DATABASE.',
    );
  }
  if (!/^-- PostgreSQL database dump$/m.test(text)) {
    throw refused('This is not a dump made by pg_dump.', SQL_HINT);
  }
  refuseOptions(text);
  return 'sql';
}

function archiveKind(head: Buffer): 'custom' {
  if (head[ARCHIVE_KIND_AT] === ONE_FILE) return 'custom';
  throw refused('This is one file out of an archive of several.', DIRECTORY_HINT);
}

/** Options of pg_dump whose statements stand before the first object, and that a new database cannot take. */
function refuseOptions(text: string): void {
  const [beforeObjects = ''] = text.split(/^CREATE (?!DATABASE)/m, 1);
  if (/^(CREATE DATABASE |\\connect )/m.test(beforeObjects)) {
    throw refused('This dump was made with --create: it wants to make its own database.', SQL_HINT);
  }
  if (/^(DROP \w+(?: \w+)* (?!IF EXISTS)|ALTER TABLE (?!IF EXISTS)(?:ONLY )?\S+ DROP )/m.test(beforeObjects)) {
    throw refused('This dump was made with --clean: it wants to drop what a new database does not have.', SQL_HINT);
  }
}

export interface PeekedDump {
  /** At most HEAD_BYTES. */
  head: Buffer;
  /** All of the source, the head too. */
  whole: AsyncIterable<Uint8Array>;
  /** Tells the source that no more is read. Safe at any time. */
  close(): Promise<void>;
}

export async function peekDump(source: AsyncIterable<Uint8Array>): Promise<PeekedDump> {
  const iterator = source[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  for (let size = 0; size < HEAD_BYTES; size += read.at(-1)?.byteLength ?? 0) {
    const { done, value } = await iterator.next();
    if (done) break;
    read.push(value);
  }
  const whole = async function* () {
    yield* read;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  };
  const close = async () => {
    await iterator.return?.();
  };
  return { head: Buffer.concat(read).subarray(0, HEAD_BYTES), whole: whole(), close };
}
