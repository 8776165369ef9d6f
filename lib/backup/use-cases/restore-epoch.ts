import type { ConnectionTarget } from '../database/connection-target';
import { closeClient, openClient } from '../database/open-client';
import { beginSessionEpoch } from '../database/restore/module-tables';
import { MODULE_SCHEMA } from './prepare-backup';

/** Ends every sign-in of before in a database that nobody uses yet. */
export async function beginEpochIn(target: ConnectionTarget, exceptUserId: string | null): Promise<void> {
  const client = await openClient(target, { applicationName: 'backup restore' });
  try {
    await beginSessionEpoch(client, MODULE_SCHEMA, exceptUserId);
  } finally {
    await closeClient(client);
  }
}
