import type { Client } from 'pg';
import type { AppError } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { tableKey } from '../fingerprint/table-fingerprint';
import type { ForeignKey } from './foreign-keys';
import { inspectLiveTables } from './live-tables';

export interface TableReference {
  /** Name of the foreign key. */
  name: string;
  /** The table with the key. */
  child: TableName;
  parent: TableName;
}

export interface TablesPlan {
  /** Chosen tables that the live database has. */
  present: TableName[];
  missing: TableName[];
  /** Why rows of these tables cannot be put into the live tables; `details.reason` and `details.table` for programs. */
  obstacles: AppError[];
  /** Keys of live tables outside the set to chosen ones: refused where their rows would point at nothing. */
  referencedBy: TableReference[];
  /** Keys of chosen tables to tables outside the set: refused where the live database lacks the rows they point at. */
  referencesOutside: TableReference[];
}

const referenceOf = ({ name, child, parent }: ForeignKey): TableReference => ({ name, child, parent });

/**
 * What can be said about putting chosen tables back into the live ones without a copy of the backup at hand. Reads only,
 * and no table: whether references really break depends on rows, see `findBrokenReference`. Columns are compared later,
 * when pending migrations ran on the copy.
 */
export async function planTables(client: Client, tables: readonly TableName[]): Promise<TablesPlan> {
  const { obstacles, keys } = await inspectLiveTables(client, tables);
  const chosen = new Set(tables.map(tableKey));
  const reasons = obstacles.map(({ error }) => error);
  const absent = new Set(
    reasons.filter(({ details }) => details?.reason === 'missing').map(({ details }) => details?.key),
  );
  const outside = (table: TableName) => !chosen.has(tableKey(table));
  return {
    present: tables.filter((table) => !absent.has(tableKey(table))),
    missing: tables.filter((table) => absent.has(tableKey(table))),
    obstacles: reasons.filter(({ details }) => details?.reason !== 'missing'),
    referencedBy: keys.filter(({ child }) => outside(child)).map(referenceOf),
    referencesOutside: keys.filter(({ parent }) => outside(parent)).map(referenceOf),
  };
}
