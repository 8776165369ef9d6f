import type { TableName } from '../connection-target';
import { tableKey } from '../fingerprint/table-fingerprint';
import { readDump } from './read-dump';

export interface DumpRow {
  table: TableName;
  /** By column name; null for NULL. Values as PostgreSQL prints them. */
  values: Record<string, string | null>;
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const COLUMNS = /^COPY .*? \((.*)\) FROM stdin/su;

const field = (text: string): string | null =>
  text === '\\N' ? null : text.replace(/\\(.)/gs, (_, escaped: string) => ESCAPES[escaped] ?? escaped);

/** Column names of `COPY schema.table (a, "b, c") FROM stdin;`. */
function columnsOf(sql: string): string[] {
  const list = COLUMNS.exec(sql)?.[1] ?? '';
  const names = list.match(/"(?:[^"]|"")*"|[^",\s]+/gu) ?? [];
  return names.map((name) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name));
}

async function* lines(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const chunk of source) {
    let data = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk);
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10)) {
      yield data.toString('utf8', 0, end);
      data = data.subarray(end + 1);
    }
    rest = Buffer.from(data);
  }
}

/**
 * The rows of a few tables of a dump, in constant memory, without a server. Ends after the last of them was read, so a
 * dump that is damaged further on is not noticed here. Throws as `readDump` does.
 */
export async function* readDumpRows(
  source: AsyncIterable<Uint8Array>,
  tables: readonly TableName[],
  signal?: AbortSignal,
): AsyncGenerator<DumpRow> {
  const wanted = new Set(tables.map(tableKey));
  for await (const part of readDump(source, signal)) {
    if (part.kind !== 'rows' || !wanted.delete(tableKey(part.table))) continue;
    const columns = columnsOf(part.sql);
    for await (const line of lines(part.data)) {
      const values = line.split('\t');
      yield {
        table: part.table,
        values: Object.fromEntries(columns.map((column, index) => [column, field(values[index] ?? '\\N')])),
      };
    }
    if (wanted.size === 0) return;
  }
}
