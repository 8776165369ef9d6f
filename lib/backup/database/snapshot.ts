import type pg from 'pg';
import { failure } from '../kernel/app-error';
import type { ConnectionTarget, TableName } from './connection-target';
import { cancelled, closeClient, openClient } from './open-client';
import { postgresFailure } from './postgres-failure';
import { refuseTransactionPooler } from './refuse-transaction-pooler';

/** One moment of the database. Lives as long as its transaction: keep it open until every reader has begun. */
export interface Snapshot {
  /** For `pg_dump --snapshot` and `SET TRANSACTION SNAPSHOT`. */
  readonly id: string;
  /** Stands inside the snapshot, read only. Not usable after `close`. */
  readonly client: pg.Client;
  /** Ends the transaction and the connection. Safe to call twice. */
  close(): Promise<void>;
}

export interface SnapshotOptions {
  /** Ends the connection, and within half a second the query that runs on it. */
  signal?: AbortSignal;
  /** A table that stays locked this long ends the query with BUSY. */
  lockTimeoutMs?: number;
  /**
   * Tables that the readers of this snapshot will read. They are locked (ACCESS SHARE, as pg_dump does) before the
   * snapshot is taken: a TRUNCATE or a rewrite between the two would make a table look empty to every reader alike.
   */
  tables?: readonly TableName[];
}

/** Values print the same on every server, nothing times out but a lock, and row security fails instead of hiding rows. */
const SETTINGS: Record<string, string> = {
  search_path: '',
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  extra_float_digits: '3',
  bytea_output: 'hex',
  xmloption: 'content',
  lc_monetary: 'C',
  client_encoding: 'UTF8',
  row_security: 'off',
  statement_timeout: '0',
  transaction_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  client_connection_check_interval: '500',
};

async function applySettings(client: pg.Client, lockTimeoutMs: number): Promise<void> {
  const settings = { ...SETTINGS, lock_timeout: String(lockTimeoutMs) };
  // Joined with what the server knows: transaction_timeout exists from 17 on.
  await client.query(
    `SELECT pg_catalog.set_config(wanted.name, wanted.value, true)
       FROM unnest($1::text[], $2::text[]) AS wanted(name, value)
       JOIN pg_catalog.pg_settings known ON known.name = wanted.name`,
    [Object.keys(settings), Object.values(settings)],
  );
}

/** Neither SET nor LOCK takes a snapshot, so the moment is chosen only after every table is held. */
async function lockTables(client: pg.Client, tables: readonly TableName[], lockTimeoutMs: number): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = ${Math.trunc(lockTimeoutMs)}`);
  if (tables.length === 0) return;
  const names = tables.map(
    ({ schema, name }) => `ONLY ${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`,
  );
  await client.query(`LOCK TABLE ${names.join(', ')} IN ACCESS SHARE MODE`);
}

/**
 * Opens a connection, begins a read-only repeatable-read transaction and exports its snapshot.
 * Throws AppFailure: those of `openClient`, UNSUPPORTED behind a transaction pooler, CANCELLED.
 */
export async function openSnapshot(target: ConnectionTarget, options: SnapshotOptions = {}): Promise<Snapshot> {
  const { signal, lockTimeoutMs = 10_000 } = options;
  const client = await openClient(target, { applicationName: 'backup snapshot', signal });
  try {
    await refuseTransactionPooler(client, target, signal);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await lockTables(client, options.tables ?? [], lockTimeoutMs);
    await applySettings(client, lockTimeoutMs);
    const { rows } = await client.query<{ id: string }>('SELECT pg_catalog.pg_export_snapshot() AS id');
    const id = rows[0]?.id;
    if (!id) throw failure('INTERNAL', 'The database gave no name for its snapshot.');
    return { id, client, close: () => closeClient(client) };
  } catch (thrown) {
    await closeClient(client);
    throw signal?.aborted ? cancelled(thrown) : postgresFailure(thrown);
  }
}
