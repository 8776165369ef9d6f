import { Socket } from 'node:net';
import pg from 'pg';
import { failure } from '../kernel/app-error';
import type { ConnectionTarget } from './connection-target';
import { postgresFailure } from './postgres-failure';

export interface OpenClientOptions {
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Ends the connection whenever it fires: while connecting, and later during a query. */
  signal?: AbortSignal;
  connectTimeoutMs?: number;
}

export const cancelled = (cause?: unknown) => failure('CANCELLED', 'The work was cancelled.', { cause });

async function connect(
  target: ConnectionTarget,
  ssl: ConnectionTarget['ssl'],
  options: OpenClientOptions,
): Promise<pg.Client> {
  const { applicationName, signal, connectTimeoutMs = 10_000 } = options;
  if (signal?.aborted) throw cancelled();
  const socket = new Socket();
  const client = new pg.Client({
    host: target.host,
    port: target.port,
    user: target.user,
    database: target.database,
    // A function: an empty password must not fall back to PGPASSWORD or a pgpass file.
    password: () => target.password,
    ssl: ssl === false ? false : { ...ssl },
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    stream: () => socket,
  });
  // A connection that breaks while idle is told by the next query; without a listener it would end the process.
  client.on('error', () => undefined);
  const abort = () => socket.destroy();
  signal?.addEventListener('abort', abort, { once: true });
  socket.once('close', () => signal?.removeEventListener('abort', abort));
  try {
    await client.connect();
    return client;
  } catch (thrown) {
    socket.destroy();
    throw signal?.aborted ? cancelled(thrown) : thrown;
  }
}

/**
 * One connection of our own, never from the application's pool. The caller ends it.
 * Throws AppFailure: CANCELLED, or DATABASE_DOWN whose `details.reason` says why (unreachable, password, absent,
 * tls-refused, certificate, too-many-connections …).
 */
export async function openClient(target: ConnectionTarget, options: OpenClientOptions): Promise<pg.Client> {
  try {
    return await connect(target, target.ssl, options);
  } catch (thrown) {
    const reported = postgresFailure(thrown);
    if (target.sslMode !== 'prefer' || reported.error.details?.reason !== 'tls-refused') throw reported;
  }
  try {
    return await connect(target, false, options);
  } catch (thrown) {
    throw postgresFailure(thrown);
  }
}

/** Ends a client whose state does not matter any more: a connection that is already broken is no failure. */
export async function closeClient(client: pg.Client): Promise<void> {
  await client.end().catch(() => undefined);
}
