import type { TableName } from '../connection-target';

const KEPT_LINES = 40;
const LONGEST_LINE = 4_000;
const TABLE_BEGINS = /^pg_dump: dumping contents of table "(.*)"$/;

/**
 * The table of a progress line. pg_dump joins schema and table by a dot without quoting, so the first dot is taken:
 * right for every schema without a dot in its name, and used for progress only.
 */
export function readTableLine(line: string): TableName | null {
  const name = TABLE_BEGINS.exec(line)?.[1];
  const dot = name?.indexOf('.') ?? -1;
  return name === undefined || dot < 1 ? null : { schema: name.slice(0, dot), name: name.slice(dot + 1) };
}

/** What pg_dump says while it works: progress goes out, the rest is kept as a short tail without the password. */
export class DumpDiary {
  readonly #tail: string[] = [];
  readonly #secrets: string[];
  readonly #onTable: (table: TableName) => void;
  #rest = '';

  constructor(password: string, onTable: (table: TableName) => void) {
    this.#secrets = [...new Set([password, encodeURIComponent(password)])].filter((secret) => secret !== '');
    this.#onTable = onTable;
  }

  /** Text as it comes, cut anywhere. */
  write(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = (lines.pop() ?? '').slice(-LONGEST_LINE);
    for (const line of lines) this.line(line);
  }

  line(line: string): void {
    const table = readTableLine(line);
    if (table) this.#onTable(table);
    this.#tail.push(this.#redact(line).slice(0, LONGEST_LINE));
    if (this.#tail.length > KEPT_LINES) this.#tail.shift();
  }

  /** The last lines, for the log and for finding the cause. */
  get text(): string {
    const rest = this.#rest === '' ? [] : [this.#redact(this.#rest)];
    return [...this.#tail, ...rest].join('\n');
  }

  get hasError(): boolean {
    return /^pg_dump: (error|fatal|detail): /m.test(this.text);
  }

  #redact(line: string): string {
    return this.#secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line);
  }
}
