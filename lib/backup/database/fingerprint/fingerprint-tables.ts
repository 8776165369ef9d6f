import { type Client, DatabaseError } from 'pg';
import { failure } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { cancelled } from '../open-client';
import { postgresFailure } from '../postgres-failure';
import { displayTable, quoteIdentifier, quoteTable } from '../table-name-text';
import { chooseMethod, exactForm } from './choose-method';
import { readColumns, type TableColumn } from './read-columns';
import { fixSessionSettings } from './session-settings';
import { type FingerprintMethod, type TableFingerprint, tableKey } from './table-fingerprint';

export interface FingerprintOptions {
  signal?: AbortSignal;
  onTable?(table: TableName, rows: number): void;
  /** By `tableKey`: the methods of a manifest, so that both sides of a comparison hash alike. */
  methods?: ReadonlyMap<string, FingerprintMethod>;
}

const MASK_BITS = 64;

/**
 * Hash of one row, 64 bits. Not hash_record_extended(t) alone: it adds the hashes of the columns, so a sum over rows does
 * not see two rows that swap a value, and some types hash different values alike. So each column goes in a form whose
 * hash tells every value apart, and the hash of the row is hashed once more, which is what a sum cannot take apart.
 */
function rowHash(columns: readonly TableColumn[], method: FingerprintMethod): string {
  const values = (form: (column: TableColumn, value: string) => string) =>
    `row(${columns.map((column) => form(column, `t.${quoteIdentifier(column.name)}`)).join(', ')})`;
  if (method === 'text') return `hashtextextended(${values((_, value) => value)}::text collate "C", 0)`;
  return `hashint8extended(hash_record_extended(${values(({ type }, value) => exactForm(type ?? '', value))}, 0), 0)`;
}

async function fingerprintTable(
  client: Client,
  table: TableName,
  columns: readonly TableColumn[],
  method: FingerprintMethod,
): Promise<TableFingerprint> {
  const { rows } = await client.query<{ rows: string; total: string }>(
    `select count(*) as rows, coalesce(sum(${rowHash(columns, method)}), 0)::text as total
     from only ${quoteTable(table)} t`,
  );
  const [found] = rows;
  if (!found) throw new Error('An aggregate without a row.');
  const digest = BigInt.asUintN(MASK_BITS, BigInt(found.total))
    .toString(16)
    .padStart(MASK_BITS / 4, '0');
  return { schema: table.schema, name: table.name, rows: Number(found.rows), digest, method };
}

/** The server's words are in its own language; the function that refused has one name everywhere. */
const isRowSecurity = (thrown: unknown): boolean =>
  thrown instanceof DatabaseError && thrown.code === '42501' && thrown.routine === 'check_enable_rls';

/** What a reader of the database threw, with the table that it was about. Bugs stay what they are. */
function readingFailure(thrown: unknown, table: TableName | null, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return cancelled(thrown);
  const { code, message, ...more } = postgresFailure(thrown).error;
  if (code === 'INTERNAL' || !table) return postgresFailure(thrown);
  if (isRowSecurity(thrown)) {
    return failure('FORBIDDEN', `Row security hides rows of the table ${displayTable(table)} from the role.`, {
      hint: 'Let a superuser run ALTER ROLE … BYPASSRLS, or use a superuser for this.',
      details: { reason: 'row-security', table: displayTable(table) },
      cause: thrown,
    });
  }
  const sentence = `The table ${displayTable(table)} could not be read whole. ${message}`;
  return failure(code, sentence, { ...more, cause: thrown });
}

/**
 * Exact fingerprints in the order asked for, one query per table, as the client's transaction sees the rows. The caller
 * opened the transaction; until its end this sets `search_path` and other settings for it.
 *
 * Throws AppFailure: BUSY for a table that is gone, FORBIDDEN for one that may not be read whole (privilege, row
 * security), CANCELLED, DATABASE_DOWN.
 */
export async function fingerprintTables(
  client: Client,
  tables: readonly TableName[],
  options: FingerprintOptions = {},
): Promise<TableFingerprint[]> {
  const { signal, onTable, methods } = options;
  const fingerprints: TableFingerprint[] = [];
  let current: TableName | null = null;
  try {
    const { serverEncoding } = await fixSessionSettings(client);
    const columnsByTable = await readColumns(client, tables);
    for (const table of tables) {
      if (signal?.aborted) throw cancelled();
      current = table;
      const columns = columnsByTable.get(tableKey(table)) ?? [];
      const types = columns.map(({ type }) => type);
      // `record` over types that do not allow it would compare OIDs: then the methods differ, and so do the tables.
      const possible = chooseMethod(types, serverEncoding);
      const method = possible === 'record' ? (methods?.get(tableKey(table)) ?? possible) : possible;
      const fingerprint = await fingerprintTable(client, table, columns, method);
      fingerprints.push(fingerprint);
      onTable?.(table, fingerprint.rows);
    }
    return fingerprints;
  } catch (thrown) {
    throw readingFailure(thrown, current, signal);
  }
}
