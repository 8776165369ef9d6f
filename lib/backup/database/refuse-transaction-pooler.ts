import type pg from 'pg';
import { failure } from '../kernel/app-error';
import type { ConnectionTarget } from './connection-target';
import { closeClient, openClient } from './open-client';

/** What the driver was told at sign-in. A pooler invents this number; the server's own is its process id. */
function announcedProcess(client: pg.Client): number | null {
  const value: unknown = Reflect.get(client, 'processID');
  return typeof value === 'number' ? value : null;
}

async function backendProcess(client: pg.Client): Promise<number | null> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  return rows[0]?.pid ?? null;
}

/**
 * Refuses a connection that changes its server session between transactions: pg_dump would leave its settings, an
 * empty search_path among them, in sessions that the site gets next.
 *
 * A pooler shows itself by a process id that is not the server's. Session pooling is fine, so a second connection then
 * takes a transaction: where it lands in the session of the first, or pushes the first into another, sessions are
 * shared. A pool with many idle sessions may hide that; it cannot make a good connection look bad.
 */
export async function refuseTransactionPooler(
  client: pg.Client,
  target: ConnectionTarget,
  signal?: AbortSignal,
): Promise<void> {
  const before = await backendProcess(client);
  if (announcedProcess(client) === before) return;
  const second = await openClient(target, { applicationName: 'backup pooler check', signal });
  try {
    await second.query('BEGIN READ ONLY');
    const other = await backendProcess(second);
    const after = await backendProcess(client);
    if (other !== before && after === before) return;
    throw failure('UNSUPPORTED', 'The address of the database leads through a pooler in transaction mode.', {
      hint: 'Give backups the direct address of the server, or the session mode of the pooler (often port 5432).',
      details: { reason: 'transaction-pooler' },
    });
  } finally {
    await closeClient(second);
  }
}
