import { AppFailure, failure } from '../../kernel/app-error';
import type { ConnectionTarget, TableName } from '../connection-target';
import { type NativeTool, newestTool } from '../dump/native-binaries';
import type { SequenceBounds } from '../fingerprint/compare-sequences';
import { compareTables, type TablesComparison } from '../fingerprint/compare-tables';
import type { TableFingerprint } from '../fingerprint/table-fingerprint';
import { closeClient, openClient } from '../open-client';
import { serverFacts } from '../server-facts';
import { compareRestored } from './compare-restored';
import { loadArchive } from './load-archive';
import type { LoadSummary, PrivateLoadOptions } from './load-options';
import { loadSql } from './load-sql';
import { withScratchDatabase } from './scratch-database';

/** What a restore has to bring back, from the signed manifest. */
export interface ExpectedContent {
  tables: TableFingerprint[];
  sequences: SequenceBounds[];
  /** A dump of the structure alone: tables are there and empty. */
  schemaOnly: boolean;
  /**
   * Tables that the dump references by foreign key and does not hold. Only the foreign keys to exactly these are left
   * out of the restore; every row, index, trigger and other constraint is restored as it is.
   */
  missingReferences: TableName[];
  /** A dump of named tables does not hold their schemas, so they are created first. */
  namedTablesOnly?: boolean;
  extraTablesAllowed?: boolean;
}

export interface RestoreAndCompareRequest {
  /** Any database of the server on which the scratch database is made. */
  scratchServer: ConnectionTarget;
  /** Unique for this restore: the id of the run. */
  id: string;
  format: 'custom' | 'plain';
  /** The dump; SQL text already uncompressed. Called once. */
  open(): Promise<AsyncIterable<Uint8Array>>;
  expected: ExpectedContent;
  /** Of the database that was dumped. `archiveMajor` is the version of the pg_dump that wrote the archive. */
  source: { encoding: string; collation: string; archiveMajor: number };
  nativeTools: readonly NativeTool[];
  signal?: AbortSignal;
  /** Before the rows of each table are loaded. */
  onTable?(table: TableName): void;
}

export interface RestoreProof extends TablesComparison {
  /** Loading alone, without making the database and without the comparison. */
  restoreMs: number;
  compareMs: number;
  /** Of the server that was restored into, "17.6". */
  serverVersion: string;
  /** Why the dump could not be loaded, with its cause for the log; null where it was loaded whole. */
  damage: AppFailure | null;
  /** What the server that was restored into could not give, as sentences for an admin. */
  notes: string[];
}

function archiveTool(request: RestoreAndCompareRequest): NativeTool | null {
  if (request.format === 'plain') return null;
  const { archiveMajor } = request.source;
  const tool = newestTool(request.nativeTools, 'pg_restore', archiveMajor);
  if (tool) return tool;
  throw failure('UNSUPPORTED', 'This machine has no pg_restore that can read this backup.', {
    hint: `Install the PostgreSQL client tools ${archiveMajor} or newer, or set PG_BIN_DIR to their folder.`,
  });
}

async function readServer(target: ConnectionTarget, signal: AbortSignal | undefined) {
  const client = await openClient(target, { applicationName: 'backup proof', signal });
  try {
    return await serverFacts(client);
  } finally {
    await closeClient(client);
  }
}

/** A dump that cannot be loaded is a proof too: the proof that the backup is no good. */
async function loadOrDamage(work: () => Promise<LoadSummary>): Promise<{ damage: AppFailure | null; notes: string[] }> {
  try {
    return { damage: null, notes: (await work()).notes };
  } catch (thrown) {
    if (thrown instanceof AppFailure && thrown.error.code === 'CORRUPT') return { damage: thrown, notes: [] };
    throw thrown;
  }
}

/**
 * Restores a dump into a scratch database, compares every table and sequence with what was expected, and removes the
 * scratch database. `same` is true only where everything was loaded and everything matched; `reason` says what did not.
 *
 * Throws AppFailure where nothing could be proven either way: UNSUPPORTED (no CREATEDB, no fitting pg_restore, missing
 * extension), DATABASE_DOWN, CANCELLED, STORAGE_DOWN.
 */
export async function restoreAndCompare(request: RestoreAndCompareRequest): Promise<RestoreProof> {
  const { scratchServer, id, expected, signal, onTable } = request;
  const pgRestore = archiveTool(request);
  const { serverMajor, serverVersion } = await readServer(scratchServer, signal);
  const options: PrivateLoadOptions = {
    signal,
    ownership: 'keep',
    privateDatabase: true,
    serverMajor,
    absentTables: expected.missingReferences,
    schemas: expected.namedTablesOnly ? [...new Set(expected.tables.map(({ schema }) => schema))] : [],
    onTable,
  };
  const { encoding, collation } = request.source;
  return withScratchDatabase(scratchServer, { id, signal, like: { encoding, collation } }, async (scratch) => {
    const began = performance.now();
    const { damage, notes } = await loadOrDamage(async () => {
      const dump = await request.open();
      return pgRestore ? loadArchive(scratch, dump, { ...options, pgRestore }) : loadSql(scratch, dump, options);
    });
    const loaded = performance.now();
    const comparison =
      damage === null
        ? await compareRestored(scratch, expected, signal)
        : { ...compareTables(expected.tables, []), same: false, reason: damage.error.message };
    const restoreMs = Math.round(loaded - began);
    const compareMs = Math.round(performance.now() - loaded);
    return { ...comparison, restoreMs, compareMs, serverVersion, damage, notes };
  });
}
