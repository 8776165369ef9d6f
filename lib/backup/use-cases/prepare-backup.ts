import type { Client } from 'pg';
import type { UnsignedManifest } from '../catalog/manifest';
import type { BackupContext } from '../context';
import type { ConnectionTarget, TableName } from '../database/connection-target';
import type { DumpEngine, DumpFormat, DumpSelection } from '../database/dump/dump-engine';
import { findNativeTools } from '../database/dump/native-binaries';
import { selectEngine } from '../database/dump/select-engine';
import { closeClient, openClient } from '../database/open-client';
import { withPostgresFailures } from '../database/postgres-failure';
import { runPreflight } from '../database/preflight';
import { resolveTables } from '../database/resolve-tables';
import { displayTable } from '../database/table-name-text';
import { type DatabaseScope, findMissingReferences, listExtensions, listTables } from '../database/tables';
import { failure } from '../kernel/app-error';
import { formatBytes } from '../kernel/bytes';
import { askDatabase } from '../kernel/database-outage';
import { unwrap } from '../kernel/result';
import { estimateSpace } from '../policy/space-estimate';
import { tablesOfGroup } from '../policy/table-groups';
import type { PhaseRecorder, RunContext } from '../runs/execute-run';
import { freeSpace } from './free-space';
import type { BackupOrder } from './make-backup';
import { sourceConnection } from './resolve-connection';

/** The schema of this module: never dumped, so that a restore never rewinds history, leases or tokens. */
export const MODULE_SCHEMA = 'backup';

export interface BackupPlan {
  source: ConnectionTarget;
  engine: DumpEngine;
  format: DumpFormat;
  scope: DatabaseScope;
  manifestScope: UnsignedManifest['scope'];
  tables: TableName[];
  server: UnsignedManifest['server'];
  extensions: UnsignedManifest['extensions'];
  /** What the tables take in the database: the dump is hardly ever larger. */
  databaseBytes: number;
}

/** No part of a backup waits longer than this for a table; longer would queue the site behind it. */
export const LOCK_TIMEOUT_MS = 10_000;

/** Everything that can be known to go wrong is found here, before anything is written. Changes nothing. */
export async function prepareBackup(
  context: BackupContext,
  { options }: BackupOrder,
  running: RunContext,
  phase: PhaseRecorder,
): Promise<BackupPlan> {
  await refuseWhileChanging(context);
  const source = sourceConnection(context);
  const client = await openClient(source, { applicationName: 'backup preflight', signal: running.signal });
  try {
    return await withPostgresFailures(() => examine(context, options, source, client, phase));
  } finally {
    await closeClient(client);
  }
}

async function examine(
  context: BackupContext,
  options: BackupOrder['options'],
  source: ConnectionTarget,
  client: Client,
  phase: PhaseRecorder,
): Promise<BackupPlan> {
  // Even the size of a table is told only behind a migration that waits for it.
  await client.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
  // A group is resolved too: a table of it that this site does not have is named, not left out.
  const named = options.group ? tablesOfGroup(options.group).map(displayTable) : (options.tables ?? []);
  const chosen = options.scope === 'tables' ? unwrap(await resolveTables(client, named)) : [];
  const selection: DumpSelection =
    options.scope === 'tables' ? { kind: 'tables', tables: chosen } : { kind: options.scope };
  const scope: DatabaseScope = { selection, excludeSchemas: [MODULE_SCHEMA] };
  const facts = unwrap(await runPreflight(client, scope));
  const { engine: selected } = await selectEngine({
    preference: options.engine ?? context.settings.BACKUP_ENGINE,
    serverMajor: facts.serverMajor,
    tools: await findNativeTools(nativeSearch(context)),
    wasmDirectory: context.settings.PGDUMP_WASM_DIR,
  });
  const engine = unwrap(selected);
  const format = options.format ?? (engine.name === 'native' ? 'custom' : 'sql.gz');
  const listed = await listTables(client, scope);
  const missingReferences = selection.kind === 'tables' ? await findMissingReferences(client, chosen) : [];
  const freeBytes = await refuseWithoutSpace(context, options.scope, format, facts.scopeBytes);
  phase.facts({
    engine: engine.name,
    engineVersion: engine.version,
    serverVersion: facts.serverVersion,
    tables: listed.length,
    ...(freeBytes === null ? {} : { freeBytes }),
  });
  for (const warning of facts.warnings) phase.log(warning);
  for (const { schema, name } of missingReferences) {
    phase.log(`References ${schema}.${name}, which is not part of this backup.`);
  }
  return {
    source,
    engine,
    format,
    scope,
    manifestScope:
      selection.kind === 'tables'
        ? { kind: 'tables', group: options.group ?? null, tables: chosen, missingReferences }
        : selection,
    tables: selection.kind === 'schema' ? [] : listed.map(({ schema, name }) => ({ schema, name })),
    server: {
      version: facts.serverVersion,
      major: facts.serverMajor,
      database: facts.database,
      encoding: facts.encoding,
      collation: facts.collation,
    },
    extensions: await listExtensions(client),
    databaseBytes: facts.scopeBytes,
  };
}

/** Where native tools are looked for. */
export const nativeSearch = ({ settings }: BackupContext) => ({
  pathVariable: settings.PATH,
  pgBinDirectories: settings.PG_BIN_DIR,
});

async function refuseWhileChanging({ host }: BackupContext): Promise<void> {
  const busy = await askDatabase(() => host.databaseBusy());
  if (!busy) return;
  throw failure('BUSY', `The database is ${busy === 'migrating' ? 'being migrated' : 'being seeded'} right now.`, {
    hint: 'A backup taken now would hold half of that change. Start again in a minute.',
  });
}

async function refuseWithoutSpace(
  context: BackupContext,
  scope: 'full' | 'schema' | 'tables',
  format: DumpFormat,
  databaseBytes: number,
): Promise<number | null> {
  const { store, catalog } = context;
  const free = await freeSpace(context);
  if (free === null) return null;
  const { entries } = await catalog.list();
  const previous = entries.find(
    ({ manifest }) => manifest.scope.kind === scope && manifest.artifact.format === format && scope === 'full',
  );
  const need = estimateSpace({
    format,
    scope,
    databaseBytes,
    previousBytes: previous?.manifest.artifact.size ?? null,
  });
  if (free >= need) return free;
  throw failure('STORAGE_DOWN', `Not enough space: about ${formatBytes(need)} needed, ${formatBytes(free)} free.`, {
    hint: `Free some space in ${store.description}, or delete backups that you no longer need, then try again.`,
    retryable: false,
  });
}
