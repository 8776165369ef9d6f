import { failure } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { ByteWindow } from './byte-window';
import { CopyData } from './copy-data';
import { cutShort, foreignContent } from './dump-damage';
import { statementDecoder } from './dump-encoding';
import { LIST, QUALIFIED_NAME, readName } from './dump-names';
import { EndMarkers } from './end-markers';
import { StatementLexer } from './statement-lexer';

/** One statement, or one table's rows. Rows that the reader of the parts leaves unread are skipped. */
export type DumpPart = { kind: 'statement'; sql: string } | RowsPart;

export interface RowsPart {
  kind: 'rows';
  sql: string;
  table: TableName;
  data: AsyncIterable<Uint8Array>;
  /** Where it is there, the next part may be asked for before `data` is read; rows that nobody wants are given up by it. */
  skip?(): void;
}

const NEWLINE = 10;
const SPACE = 32;
const BACKSLASH = 92;
const LONGEST_LINE = 1024 * 1024;
const LONGEST_STATEMENT = 256 * 1024 * 1024;
const COPY_IN = new RegExp(`^COPY ${QUALIFIED_NAME} (?:${LIST})? ?FROM stdin;$`, 'u');
const ENCODING = /^SET client_encoding = '(\w+)';$/;

async function atLeast(window: ByteWindow, bytes: number): Promise<boolean> {
  while (window.view.length < bytes) if (!(await window.more())) return false;
  return true;
}

/** First byte behind white space, null at the end of the source. */
async function skipBlank(window: ByteWindow): Promise<number | null> {
  while (await atLeast(window, 1)) {
    const { view } = window;
    const found = view.findIndex((byte) => byte > SPACE);
    window.consume(found < 0 ? view.length : found);
    if (found >= 0) return view[found] ?? null;
  }
  return null;
}

/** A line without its end. `whole` is false where the source ended within it. */
async function readLine(window: ByteWindow): Promise<{ text: string; whole: boolean }> {
  let searched = 0;
  let end = window.view.indexOf(NEWLINE);
  while (end < 0 && window.view.length < LONGEST_LINE) {
    searched = window.view.length;
    if (!(await window.more())) break;
    end = window.view.indexOf(NEWLINE, searched);
  }
  const { view } = window;
  const line = view.subarray(0, end < 0 ? view.length : end);
  window.consume(end < 0 ? view.length : end + 1);
  return { text: line.toString('latin1').trimEnd(), whole: end >= 0 };
}

async function readStatement(window: ByteWindow): Promise<Buffer> {
  const lexer = new StatementLexer();
  let scanned = 0;
  for (;;) {
    const end = lexer.scan(window.view, scanned);
    if (lexer.metaCommand) throw foreignContent('a psql command');
    if (end >= 0) {
      const statement = window.view.subarray(0, end);
      window.consume(end);
      return statement;
    }
    scanned = window.view.length;
    if (scanned > LONGEST_STATEMENT) throw failure('UNSUPPORTED', 'The dump holds a statement of more than 256 MB.');
    if (!(await window.more())) throw cutShort();
  }
}

/** What a COPY of pg_dump sends rows into. Null for every other COPY. */
export function copyStatement(sql: string, encoding: string): { sql: string; table: TableName } | null {
  const [matched, schema, name] = COPY_IN.exec(sql) ?? [];
  if (!matched) return null;
  const option = encoding === 'UTF8' ? '' : ` WITH (ENCODING '${encoding}')`;
  return { sql: sql.replace(/;$/, option), table: readName(schema, name) };
}

/**
 * Splits pg_dump's plain text into statements and rows, in constant memory. Ends only where the dump says that it is
 * complete. Throws AppFailure: CORRUPT for a dump that is cut short or holds what pg_dump never writes (any psql command,
 * COPY from a file or program), UNSUPPORTED, CANCELLED, and whatever the source throws.
 */
export async function* readDump(source: AsyncIterable<Uint8Array>, signal?: AbortSignal): AsyncGenerator<DumpPart> {
  const window = new ByteWindow(source, signal);
  const markers = new EndMarkers();
  let decode = statementDecoder('UTF8');
  let encoding = 'UTF8';
  try {
    for (let first = await skipBlank(window); first !== null; first = await skipBlank(window)) {
      if (first === BACKSLASH) {
        const { text, whole } = await readLine(window);
        markers.metaCommand(text, whole);
        continue;
      }
      if ((await atLeast(window, 2)) && window.view.toString('latin1', 0, 2) === '--') {
        markers.comment((await readLine(window)).text);
        continue;
      }
      markers.statement();
      const sql = decode(await readStatement(window));
      if (!/^COPY\b/i.test(sql)) {
        encoding = ENCODING.exec(sql)?.[1] ?? encoding;
        decode = statementDecoder(encoding);
        yield { kind: 'statement', sql };
        continue;
      }
      const copy = copyStatement(sql, encoding);
      if (!copy || (await readLine(window)).text !== '')
        throw foreignContent('a COPY that is not a plain list of rows');
      const data = new CopyData(window);
      yield { kind: 'rows', ...copy, data };
      await data.skipRest();
    }
    markers.check();
  } finally {
    window.close();
  }
}
