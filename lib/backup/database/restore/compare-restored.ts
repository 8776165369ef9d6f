import type { Client } from 'pg';
import type { ConnectionTarget } from '../connection-target';
import { compareSequences, type SequenceValue } from '../fingerprint/compare-sequences';
import { compareTables, type TablesComparison } from '../fingerprint/compare-tables';
import { fingerprintTables } from '../fingerprint/fingerprint-tables';
import { tableKey } from '../fingerprint/table-fingerprint';
import { cancelled, closeClient, openClient } from '../open-client';
import { postgresFailure } from '../postgres-failure';
import { listTables } from '../tables';
import type { ExpectedContent } from './restore-and-compare';

const SEQUENCES = `
  select n.nspname as schema, c.relname as name, pg_catalog.pg_sequence_last_value(c.oid)::text as value,
         s.seqincrement::text as increment, s.seqcycle as cycles
  from pg_catalog.pg_sequence s
  join pg_catalog.pg_class c on c.oid = s.seqrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace`;

export interface CompareOptions {
  signal?: AbortSignal;
  /** Schemas whose tables do not count as additional ones. */
  excludeSchemas?: readonly string[];
}

/**
 * Compares what the caller's open transaction sees with what the manifest says: tables first, then sequences. Leaves no
 * trace in the transaction, settings included. Throws AppFailure: CANCELLED, FORBIDDEN, DATABASE_DOWN.
 */
export async function compareOnClient(
  client: Client,
  expected: ExpectedContent,
  { signal, excludeSchemas = [] }: CompareOptions = {},
): Promise<TablesComparison> {
  const { schemaOnly, extraTablesAllowed } = expected;
  try {
    await client.query('SAVEPOINT comparison');
    const present = await listTables(client, { selection: { kind: 'full' }, excludeSchemas });
    const methods = new Map(expected.tables.map((table) => [tableKey(table), table.method]));
    const actual = await fingerprintTables(client, present, { signal, methods });
    const tables = compareTables(expected.tables, actual, { schemaOnly, extraTablesAllowed });
    const { rows } = await client.query<SequenceValue>(SEQUENCES);
    await client.query('ROLLBACK TO SAVEPOINT comparison; RELEASE SAVEPOINT comparison');
    const sequences = schemaOnly ? { same: true, reason: null } : compareSequences(expected.sequences, rows);
    const reasons = [tables.reason, sequences.reason].filter((reason) => reason !== null);
    return { ...tables, same: tables.same && sequences.same, reason: reasons.join(' ') || null };
  } catch (thrown) {
    throw signal?.aborted ? cancelled(thrown) : postgresFailure(thrown);
  }
}

/** Compares a restored database, where nobody else writes, on a connection of its own. As `compareOnClient`. */
export async function compareRestored(
  target: ConnectionTarget,
  expected: ExpectedContent,
  signal?: AbortSignal,
): Promise<TablesComparison> {
  const client = await openClient(target, { applicationName: 'backup proof', signal });
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await compareOnClient(client, expected, { signal });
  } catch (thrown) {
    throw signal?.aborted ? cancelled(thrown) : postgresFailure(thrown);
  } finally {
    await closeClient(client);
  }
}
