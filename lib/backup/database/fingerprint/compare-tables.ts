import { displayTable } from '../table-name-text';
import { type TableFingerprint, tableKey } from './table-fingerprint';

export interface TableComparison {
  schema: string;
  name: string;
  /** 0 for a table that is not in the backup. */
  expectedRows: number;
  /** null: the table is missing after the restore. */
  actualRows: number | null;
  same: boolean;
}

export interface TablesComparison {
  same: boolean;
  tables: TableComparison[];
  /** Sentence for an admin that names what differs; null where all is the same. */
  reason: string | null;
}

export interface CompareTablesOptions {
  /** Tables that are there and were not expected do not count. */
  extraTablesAllowed?: boolean;
  /** A backup of the structure alone: the tables must be there and hold no rows. */
  schemaOnly?: boolean;
}

const NAMED = 3;
const number = new Intl.NumberFormat('en-US');
const count = (rows: number) => `${number.format(rows)} ${rows === 1 ? 'row' : 'rows'}`;

function differenceOf(expected: TableFingerprint | undefined, actual: TableFingerprint | undefined): string | null {
  if (!expected) return actual ? `${displayTable(actual)} is there, but the backup does not list it.` : null;
  const label = displayTable(expected);
  if (!actual) return `${label} is missing: ${count(expected.rows)} expected.`;
  if (actual.rows !== expected.rows) {
    return `${label} differs: ${count(expected.rows)} expected, ${number.format(actual.rows)} found.`;
  }
  if (actual.method !== expected.method) return `${label} differs: its columns have other types.`;
  if (actual.digest === expected.digest) return null;
  return `${label} differs: ${count(expected.rows)} as expected, but not with the same content.`;
}

function summary(differences: string[], matching: number): string | null {
  if (differences.length === 0) return null;
  const sentences = differences.slice(0, NAMED);
  const more = differences.length - sentences.length;
  if (more > 0) sentences.push(`${more} more ${more === 1 ? 'table differs' : 'tables differ'}.`);
  if (matching === 1) sentences.push('The other table matches.');
  if (matching > 1) sentences.push(`The other ${number.format(matching)} tables match.`);
  return sentences.join(' ');
}

const NO_ROWS = { rows: 0, digest: '0'.repeat(16) };

/** Compares fingerprints table by table: name, exact rows, method and digest. Differences are named in the given order. */
export function compareTables(
  expected: readonly TableFingerprint[],
  actual: readonly TableFingerprint[],
  options: CompareTablesOptions = {},
): TablesComparison {
  const found = new Map(actual.map((table) => [tableKey(table), table]));
  const wanted = new Set(expected.map(tableKey));
  const extra = options.extraTablesAllowed ? [] : actual.filter((table) => !wanted.has(tableKey(table)));
  const differences: string[] = [];
  const compare = (wantedTable: TableFingerprint | undefined, foundTable: TableFingerprint | undefined) => {
    const difference = differenceOf(wantedTable, foundTable);
    if (difference !== null) differences.push(difference);
    return difference === null;
  };
  const tables = expected.map((table): TableComparison => {
    const { schema, name } = table;
    const there = found.get(tableKey(table));
    const like = options.schemaOnly && there ? { ...there, ...NO_ROWS } : table;
    return { schema, name, expectedRows: like.rows, actualRows: there?.rows ?? null, same: compare(like, there) };
  });
  for (const table of extra) {
    const { schema, name, rows } = table;
    // A backup of the structure lists no tables: whatever it makes has no rows.
    const empty = options.schemaOnly ? { ...table, ...NO_ROWS } : undefined;
    tables.push({ schema, name, expectedRows: 0, actualRows: rows, same: compare(empty, table) });
  }
  if (options.schemaOnly && tables.length === 0) differences.push('Not one table is there.');
  const matching = tables.filter(({ same }) => same).length;
  return { same: differences.length === 0, tables, reason: summary(differences, matching) };
}
