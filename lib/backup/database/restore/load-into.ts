import type { Client } from 'pg';
import { quoteIdentifier } from '../table-name-text';
import { loadFailure } from './load-failure';
import type { LoadOptions, LoadSummary } from './load-options';
import { LoadSession } from './load-session';
import { runStatement } from './load-statement';
import { LoadWork } from './load-work';
import { readDump } from './read-dump';

/** Schemas that a dump of named tables does not hold. */
export async function createSchemas(client: Client, schemas: readonly string[]): Promise<void> {
  try {
    for (const schema of schemas) await runStatement(client, `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
  } catch (thrown) {
    throw loadFailure(thrown, { kind: 'CREATE SCHEMA', table: null });
  }
}

/**
 * Loads pg_dump's plain text on the caller's connection, in the transaction that the caller has opened, commits or rolls
 * back. Role and settings are afterwards what they were. After a failure only a rollback is possible.
 *
 * Throws AppFailure: CORRUPT (cut short, foreign content, refused rows), UNSUPPORTED (extension, privilege, encoding),
 * DATABASE_DOWN, CANCELLED, and whatever the source throws.
 */
export async function loadInto(
  client: Client,
  source: AsyncIterable<Uint8Array>,
  options: LoadOptions,
): Promise<LoadSummary> {
  const session = new LoadSession(client, options, { local: true });
  const work = new LoadWork(options, { local: true });
  await session.enter();
  await client.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
  await createSchemas(client, options.schemas ?? []);
  for await (const part of readDump(source, options.signal)) {
    if (part.kind === 'statement') await work.statement(client, session, part.sql, true);
    else if (work.wantsRows(part)) await work.rows(client, session, part);
  }
  await work.giveAway(client, true);
  await session.leave();
  return work.summary();
}
