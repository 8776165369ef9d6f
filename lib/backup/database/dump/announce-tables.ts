import type { TableName } from '../connection-target';
import { readTableName } from '../table-name-text';

const BEGINS = '\nCOPY ';
/** Longer than the column list of any table that is made by hand; a longer one is passed by unannounced. */
const LONGEST_LINE = 65_536;
const STATEMENT = /^\nCOPY ((?:"(?:[^"]|"")+"|[^\s"])+) [^\n]*FROM stdin;$/;

/** The table of `COPY public."userAccount" (id, name) FROM stdin;`, with the line break before it. */
export function readCopyLine(line: string): TableName | null {
  const name = STATEMENT.exec(line)?.[1];
  return name === undefined ? null : readTableName(name);
}

/** Where a line may have begun that is not over: kept for the next chunk. Else only what could begin one. */
function unfinished(bytes: Buffer): Buffer {
  const at = bytes.lastIndexOf(BEGINS);
  const isOpen = at >= 0 && bytes.indexOf('\n', at + 1) < 0 && bytes.length - at <= LONGEST_LINE;
  return Buffer.from(isOpen ? bytes.subarray(at) : bytes.subarray(1 - BEGINS.length));
}

/**
 * Passes plain SQL on unchanged and tells of each table whose rows begin. For progress: `--verbose` would tell it too,
 * and write the time and internal numbers into the SQL.
 */
export async function* announceTables(
  source: AsyncIterable<Buffer>,
  onTable: (table: TableName) => void,
): AsyncGenerator<Buffer> {
  const announce = (bytes: Buffer) => {
    for (let at = bytes.indexOf(BEGINS); at >= 0; at = bytes.indexOf(BEGINS, at + 1)) {
      const end = bytes.indexOf('\n', at + 1);
      const table = end < 0 ? null : readCopyLine(bytes.toString('utf8', at, end));
      if (table) onTable(table);
    }
  };
  let carried: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    // The line that is cut by the border of two chunks; the rest is searched where it lies, without a copy.
    const lineEnd = chunk.indexOf('\n') + 1;
    const seam = Buffer.concat([carried, lineEnd > 0 ? chunk.subarray(0, lineEnd) : chunk]);
    announce(seam);
    if (lineEnd > 0) announce(chunk);
    carried = unfinished(lineEnd > 0 ? chunk : seam);
    yield chunk;
  }
}
