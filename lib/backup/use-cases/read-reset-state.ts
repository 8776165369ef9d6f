import type { Client } from 'pg';
import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext } from '../context';
import { compareTables } from '../database/fingerprint/compare-tables';
import { fingerprintTables } from '../database/fingerprint/fingerprint-tables';
import { tableKey } from '../database/fingerprint/table-fingerprint';
import { closeClient, openClient } from '../database/open-client';
import { withPostgresFailures } from '../database/postgres-failure';
import { listTables } from '../database/tables';
import { canonicalJson } from '../kernel/canonical-json';
import { sha256Hex } from '../kernel/digest';
import { proofOf } from '../policy/proof';
import { resetAcknowledgement } from '../policy/reset-gate';
import { LOCK_TIMEOUT_MS, MODULE_SCHEMA } from './prepare-backup';
import { sourceConnection } from './resolve-connection';

/** What a reset would take away, and whether a proven backup holds it. */
export interface ResetState {
  database: string;
  tables: number;
  rows: number;
  newestProven: { id: string; createdAt: string; ageMs: number } | null;
  /** Tables that differ from that backup; all of them where there is none. */
  changedTables: number;
  acknowledgement: string | null;
  /** Digest of what a plan is made for: this very database, its tables, and how many rows the ones have that matter most. */
  world: string;
}

/** Reads every row of the site's tables at one moment. Changes nothing. Throws DATABASE_DOWN, STORAGE_DOWN, FORBIDDEN, BUSY. */
export async function readResetState(context: BackupContext): Promise<ResetState> {
  const proven = await newestProven(context);
  const client = await openClient(sourceConnection(context), { applicationName: 'backup reset plan' });
  try {
    return await withPostgresFailures(() => readState(context, proven, client));
  } finally {
    await closeClient(client);
  }
}

async function newestProven({ catalog }: BackupContext): Promise<CatalogEntry | null> {
  const { entries } = await catalog.list();
  return entries.find((entry) => entry.manifest.scope.kind === 'full' && proofOf(entry) === 'restored') ?? null;
}

async function readState(context: BackupContext, proven: CatalogEntry | null, client: Client): Promise<ResetState> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
  const [row] = (
    await client.query<{ oid: string; database: string }>(
      'select oid::text as oid, datname as database from pg_catalog.pg_database where datname = pg_catalog.current_database()',
    )
  ).rows;
  const present = await listTables(client, { selection: { kind: 'full' }, excludeSchemas: [MODULE_SCHEMA] });
  const expected = proven?.manifest.tables ?? [];
  const methods = new Map(expected.map((table) => [tableKey(table), table.method]));
  const actual = await fingerprintTables(client, present, { methods });
  const changedTables = compareTables(expected, actual).tables.filter(({ same }) => !same).length;
  const now = context.clock.now();
  const precious = new Set(context.host.preciousTables().map(tableKey));
  const counts = actual.map((table) => [table.schema, table.name, precious.has(tableKey(table)) ? table.rows : null]);
  return {
    database: row?.database ?? '',
    tables: actual.length,
    rows: actual.reduce((sum, { rows }) => sum + rows, 0),
    newestProven: proven && {
      id: proven.manifest.id,
      createdAt: proven.manifest.createdAt,
      ageMs: Math.max(0, now.getTime() - Date.parse(proven.manifest.createdAt)),
    },
    changedTables,
    acknowledgement: resetAcknowledgement({ now, proven: proven?.manifest ?? null, changedTables }),
    world: sha256Hex(canonicalJson([row?.oid ?? '', counts])).slice(0, 16),
  };
}
