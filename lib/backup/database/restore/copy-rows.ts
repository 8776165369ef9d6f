import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { TableName } from '../connection-target';
import { fixSessionSettings } from '../fingerprint/session-settings';
import { quoteIdentifier, quoteTable } from '../table-name-text';

/** Text travels in one form on both sides, and nothing but a lock ends the work early. */
export async function beginCopy(client: Client, mode: 'read' | 'write', lockTimeoutMs = 5_000): Promise<void> {
  await client.query(
    mode === 'read'
      ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'
      : 'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE',
  );
  await fixSessionSettings(client);
  const settings = {
    xmloption: 'content',
    lock_timeout: String(Math.trunc(lockTimeoutMs)),
    idle_in_transaction_session_timeout: '0',
    transaction_timeout: '0',
  };
  // Joined with what the server knows: transaction_timeout exists from 17 on.
  await client.query(
    `select pg_catalog.set_config(wanted.name, wanted.value, true)
     from unnest($1::text[], $2::text[]) wanted(name, value) join pg_catalog.pg_settings known on known.name = wanted.name`,
    [Object.keys(settings), Object.values(settings)],
  );
}

/** Ends a transaction that must leave nothing. A connection that is broken has left nothing already. */
export async function rollBack(client: Client): Promise<void> {
  await client.query('ROLLBACK').catch(() => undefined);
}

export interface CopiedColumns {
  from: TableName;
  into: TableName;
  /** Names, the same on both sides. */
  columns: readonly string[];
}

/**
 * Streams every row of one table into another on a second connection, in constant memory. Returns the number of rows.
 * Both clients stand in transactions of `beginCopy`. After a failure the source connection is of no more use.
 */
export async function copyRows(
  source: Client,
  target: Client,
  { from, into, columns }: CopiedColumns,
): Promise<number> {
  const list = columns.map(quoteIdentifier).join(', ');
  // A query, not the table: it gives computed columns too, and never the rows of inheriting tables.
  const reading = source.query(copyTo(`COPY (SELECT ${list} FROM ONLY ${quoteTable(from)}) TO STDOUT`));
  const writing = target.query(copyFrom(`COPY ${quoteTable(into)} ${list ? `(${list})` : ''} FROM STDIN`));
  await pipeline(reading, writing);
  return writing.rowCount;
}
