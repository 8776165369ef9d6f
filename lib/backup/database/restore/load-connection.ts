import type { Client } from 'pg';
import type { ConnectionTarget } from '../connection-target';
import { cancelled, closeClient, openClient } from '../open-client';
import { postgresFailure } from '../postgres-failure';
import type { LoadOptions } from './load-options';
import { LoadSession } from './load-session';

/** A connection for loading. The server notices within a second or so that it is gone, and stops what it did for it. */
export async function openLoadClient(target: ConnectionTarget, signal: AbortSignal | undefined): Promise<Client> {
  const client = await openClient(target, { applicationName: 'backup restore', signal });
  try {
    await client.query('SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0');
    // Not every platform knows this setting.
    await client.query(
      `select pg_catalog.set_config('client_connection_check_interval', '1000', false) where pg_catalog.version() like '%linux%'`,
    );
    return client;
  } catch (thrown) {
    await closeClient(client);
    throw signal?.aborted ? cancelled(thrown) : postgresFailure(thrown);
  }
}

export interface PrivateConnection {
  client: Client;
  session: LoadSession;
}

/** A connection to a database that nobody else uses: its commits are flushed once, at the end, by `flushCommits`. */
export async function openPrivate(
  target: ConnectionTarget,
  options: Pick<LoadOptions, 'role' | 'extensions'>,
  signal: AbortSignal,
): Promise<PrivateConnection> {
  const client = await openLoadClient(target, signal);
  try {
    await client.query('SET synchronous_commit = off');
    const session = new LoadSession(client, options, { local: false });
    await session.enter();
    return { client, session };
  } catch (thrown) {
    await closeClient(client);
    throw signal.aborted ? cancelled(thrown) : postgresFailure(thrown);
  }
}

/** A commit that waits for the disk takes every earlier one along. */
export async function flushCommits(client: Client): Promise<void> {
  await client.query('SET synchronous_commit = on');
  await client.query('select pg_catalog.txid_current()');
}
