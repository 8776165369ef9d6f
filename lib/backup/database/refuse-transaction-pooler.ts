import type pg from 'pg';
import { failure } from '../kernel/app-error';
import type { ConnectionTarget } from './connection-target';
import { closeClient, openClient } from './open-client';
import { announcedProcess, backendProcess } from './recognise-pooler';

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
