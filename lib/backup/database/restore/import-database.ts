import type { Client } from 'pg';
import { failure } from '../../kernel/app-error';
import type { ConnectionTarget, TableName } from '../connection-target';
import { type NativeTool, newestTool } from '../dump/native-binaries';
import { closeClient, openClient } from '../open-client';
import { withPostgresFailures } from '../postgres-failure';
import { quoteTable } from '../table-name-text';
import { listTables } from '../tables';
import { loadSql } from './load-sql';
import { readArchive } from './read-archive';
import { assertDatabaseName, databaseExists, keepDatabase } from './restored-database';
import { onServer, withScratchDatabase } from './scratch-database';
import { readTargetFacts } from './target-facts';

export interface ImportDatabaseRequest {
  /** Any database of the server that the role may connect to. */
  server: ConnectionTarget;
  /** Unique for this import. */
  id: string;
  /** Of the new database. */
  name: string;
  comment: string;
  kind: 'custom' | 'sql';
  dump: AsyncIterable<Uint8Array>;
  /** SQL text beyond this is taken for a trap. Bytes. */
  maxPlainBytes: number;
  nativeTools: readonly NativeTool[];
  signal?: AbortSignal;
  onTable?(table: TableName): void;
}

export interface ImportedDatabase {
  tables: (TableName & { rows: number })[];
  loadMs: number;
  notes: string[];
}

/**
 * Loads a dump of unknown origin into a new database, which gets its name only when all of it is in. Owners and grants
 * of the source are left out; the rows are counted afterwards, by us.
 *
 * Throws AppFailure: INVALID_INPUT (name), CONFLICT (exists), UNSUPPORTED (role, pg_restore, extension, unpacks to
 * far too much), CORRUPT (cut short, foreign content, refused by the server), DATABASE_DOWN, CANCELLED. Nothing is left behind then.
 */
export async function importDatabase(request: ImportDatabaseRequest): Promise<ImportedDatabase> {
  const { server, id, name, signal, onTable } = request;
  assertDatabaseName(name);
  const pgRestore = request.kind === 'custom' ? archiveTool(request.nativeTools) : null;
  const facts = await onServer(server, async (client) => {
    if (await databaseExists(client, name)) {
      throw failure('CONFLICT', `There is a database ${name} already.`, {
        hint: 'An import never writes into a database that exists. Choose another name.',
      });
    }
    return { ...(await readTargetFacts(client)), collation: await collationOf(client) };
  });
  // The text of an unknown hand runs with the rights of whoever loads it.
  const owner = facts.isSuperuser && !facts.ownerIsSuperuser ? facts.owner : null;
  const like = { encoding: 'UTF8', collation: facts.collation };
  return withScratchDatabase(server, { id, signal, like, owner }, async (target, scratch) => {
    const began = performance.now();
    const archive = pgRestore ? readArchive(request.dump, { pgRestore, signal }) : null;
    try {
      const sql = limited(archive?.sql ?? request.dump, request.maxPlainBytes);
      await loadSql(target, sql, {
        signal,
        ownership: 'skip',
        serverMajor: facts.serverMajor,
        onTable,
        ...(owner && { role: owner }),
      });
    } finally {
      await archive?.close();
    }
    const loadMs = Math.round(performance.now() - began);
    const tables = await countRows(target, signal);
    await keepDatabase(server, scratch, { name, comment: request.comment });
    return { tables, loadMs, notes: facts.isSuperuser ? [SUPERUSER] : [] };
  });
}

/** Said also where the load took another role: a function that the dump brings along could leave it. */
const SUPERUSER =
  'The connection is a superuser’s: whatever the maker of the dump wrote into it may have run with all rights. Connect as an ordinary role where you do not know the maker.';

function archiveTool(tools: readonly NativeTool[]): NativeTool {
  const tool = newestTool(tools, 'pg_restore', 0);
  if (tool) return tool;
  throw failure('UNSUPPORTED', 'A custom archive needs pg_restore, and this machine has none.', {
    hint: 'Install the PostgreSQL client tools or set PG_BIN_DIR to their folder, or make the dump as plain text: pg_dump -f site.sql.',
  });
}

async function collationOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ collation: string }>(
    'select datcollate as collation from pg_catalog.pg_database where datname = pg_catalog.current_database()',
  );
  return rows[0]?.collation ?? 'C';
}

async function* limited(source: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > most) {
      throw failure('UNSUPPORTED', 'The dump unpacks to far more than a dump of its size does. It was not loaded.', {
        hint: 'If you trust its maker, unpack it yourself and import the plain text.',
      });
    }
    yield chunk;
  }
}

async function countRows(target: ConnectionTarget, signal?: AbortSignal): Promise<ImportedDatabase['tables']> {
  const client = await openClient(target, { applicationName: 'backup import', signal });
  try {
    return await withPostgresFailures(async () => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const counted: ImportedDatabase['tables'] = [];
      for (const { schema, name } of await listTables(client, { selection: { kind: 'full' }, excludeSchemas: [] })) {
        const { rows } = await client.query<{ n: string }>(
          `select count(*) as n from only ${quoteTable({ schema, name })}`,
        );
        counted.push({ schema, name, rows: Number(rows[0]?.n ?? 0) });
      }
      return counted;
    });
  } finally {
    await closeClient(client);
  }
}
