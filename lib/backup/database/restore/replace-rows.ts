import { type Client, DatabaseError } from 'pg';
import type { TableName } from '../connection-target';
import { tableKey } from '../fingerprint/table-fingerprint';
import { quoteTable } from '../table-name-text';
import { rowsRefused } from './copy-failure';
import type { CopiedTable } from './copy-into-live';
import { copyRows } from './copy-rows';
import { addForeignKey, dropForeignKey, type ForeignKey, keysToDrop } from './foreign-keys';
import { advanceSequences } from './owned-sequences';
import { countOrphans, referenceBroken } from './reference-check';
import type { TableShape } from './table-shape';
import { disableTriggers } from './table-triggers';

export interface ReplaceRowsRequest {
  /** Locked, with the same shape on both sides, and rows of their own. */
  tables: readonly TableName[];
  shapes: ReadonlyMap<string, TableShape>;
  /** Foreign keys from and to the tables. */
  keys: readonly ForeignKey[];
  onTable?(table: TableName): void;
}

const isBrokenKey = (thrown: unknown): boolean => thrown instanceof DatabaseError && thrown.code === '23503';

async function restoreKey(live: Client, key: ForeignKey, tables: readonly TableName[]): Promise<void> {
  await live.query('SAVEPOINT foreign_key');
  try {
    await addForeignKey(live, key);
  } catch (thrown) {
    if (!isBrokenKey(thrown)) throw thrown;
    await live.query('ROLLBACK TO SAVEPOINT foreign_key');
    throw referenceBroken(key, tables, key.temporal ? null : await countOrphans(live, key));
  }
  await live.query('RELEASE SAVEPOINT foreign_key');
}

async function replaceTable(live: Client, source: Client, table: TableName, request: ReplaceRowsRequest) {
  request.onTable?.(table);
  const columns = request.shapes.get(tableKey(table))?.columns ?? [];
  const stored = columns.filter(({ generated }) => !generated).map(({ name }) => name);
  // Not TRUNCATE: to a reader with an older snapshot the table would look empty.
  const { rowCount } = await live.query(`DELETE FROM ONLY ${quoteTable(table)}`);
  const after = await copyRows(source, live, { from: table, into: table, columns: stored });
  return { schema: table.schema, name: table.name, before: rowCount ?? 0, after };
}

/**
 * Replaces the rows of each table inside the caller's transaction. Foreign keys and triggers are afterwards what they
 * were, and every validated key was validated again; sequences that the tables own never move back.
 * Throws AppFailure CONFLICT, or what the server says.
 */
export async function replaceRows(live: Client, source: Client, request: ReplaceRowsRequest): Promise<CopiedTable[]> {
  const { tables, keys } = request;
  const dropped = keysToDrop(keys, tables);
  for (const key of dropped) await dropForeignKey(live, key);
  const triggers: (() => Promise<void>)[] = [];
  for (const table of tables) triggers.push(await disableTriggers(live, table));
  const copied: CopiedTable[] = [];
  let current = tables[0];
  const brokenBy = (name: string) => {
    const key = keys.find((key) => key.name === name && current && tableKey(key.child) === tableKey(current));
    return key ? referenceBroken(key, tables, null) : null;
  };
  try {
    for (const table of tables) {
      current = table;
      copied.push(await replaceTable(live, source, table, request));
      // A table with checks that wait for the end of the transaction cannot be altered.
      await live.query('SET CONSTRAINTS ALL IMMEDIATE');
    }
  } catch (thrown) {
    throw current ? rowsRefused(thrown, current, brokenBy) : thrown;
  }
  for (const key of dropped) await restoreKey(live, key, tables);
  for (const enable of triggers) await enable();
  await advanceSequences(live, source, tables);
  return copied;
}
