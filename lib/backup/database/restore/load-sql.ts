import { pipeline } from 'node:stream/promises';
import type { Client, QueryConfig } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { failure } from '../../kernel/app-error';
import type { ConnectionTarget, TableName } from '../connection-target';
import { cancelled, closeClient, openClient } from '../open-client';
import { quoteIdentifier } from '../table-name-text';
import { type LoadStep, loadFailure } from './load-failure';
import { type DumpPart, readDump } from './read-dump';
import { decideStatement, type StatementPolicy, statementKind, statementTable } from './statement-policy';

export interface LoadOptions {
  signal?: AbortSignal;
  skipOwnership: boolean;
  /** Of the server that is loaded into. */
  serverMajor: number;
  /** Tables that the dump references and does not hold: foreign keys to exactly these are left out. */
  absentTables?: readonly TableName[];
  /** Schemas that are created first where absent: a dump of named tables does not hold them. */
  schemas?: readonly string[];
  /** Before the rows of each table. */
  onTable?(table: TableName): void;
}

export interface LoadSummary {
  statements: number;
  /** Tables with a COPY block, empty ones included. */
  tables: number;
  /** Bytes of rows. */
  bytes: number;
}

/** One statement per message: where the lexer were ever wrong, the server refuses instead of running a second one. */
interface SingleStatement extends QueryConfig {
  queryMode: 'extended';
}

const run = (client: Client, text: string) => {
  const statement: SingleStatement = { text, queryMode: 'extended' };
  return client.query(statement);
};

async function loadPart(
  client: Client,
  part: DumpPart,
  policy: StatementPolicy,
  summary: LoadSummary,
  onTable: LoadOptions['onTable'],
): Promise<void> {
  if (part.kind === 'statement') {
    if (decideStatement(part.sql, policy) === 'skip') return;
    await run(client, part.sql);
    summary.statements += 1;
    return;
  }
  onTable?.(part.table);
  const counted = async function* () {
    for await (const chunk of part.data) {
      summary.bytes += chunk.byteLength;
      yield chunk;
    }
  };
  await pipeline(counted, client.query(copyFrom(part.sql)));
  summary.tables += 1;
}

async function prepare(client: Client, schemas: readonly string[]): Promise<void> {
  await client.query('BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
  for (const schema of schemas) await run(client, `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
}

/**
 * Loads pg_dump's plain text into a database, in one transaction and constant memory: all of it, or nothing. It is not
 * psql: no psql command is ever run. The first error ends the load.
 *
 * Throws AppFailure: CORRUPT (cut short, foreign content, refused rows), UNSUPPORTED (extension, privilege, encoding),
 * DATABASE_DOWN, CANCELLED, and whatever the source throws.
 */
export async function loadSql(
  target: ConnectionTarget,
  source: AsyncIterable<Uint8Array>,
  options: LoadOptions,
): Promise<LoadSummary> {
  const { signal, skipOwnership, serverMajor, absentTables = [], schemas = [], onTable } = options;
  const client = await openClient(target, { applicationName: 'backup restore', signal });
  const summary: LoadSummary = { statements: 0, tables: 0, bytes: 0 };
  let step: LoadStep = { kind: 'BEGIN', table: null };
  try {
    await prepare(client, schemas);
    for await (const part of readDump(source, signal)) {
      step =
        part.kind === 'rows'
          ? { kind: 'COPY', table: part.table }
          : { kind: statementKind(part.sql), table: statementTable(part.sql) };
      await loadPart(client, part, { skipOwnership, serverMajor, absentTables }, summary, onTable);
    }
    step = { kind: 'COMMIT', table: null };
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT') throw failure('INTERNAL', 'The server rolled the load back at its end.');
    return summary;
  } catch (thrown) {
    throw signal?.aborted ? cancelled(thrown) : loadFailure(thrown, step);
  } finally {
    // Without COMMIT the server rolls back.
    await closeClient(client);
  }
}
