import type { Client } from 'pg';
import type { BackupContext } from '../context';
import type { ConnectionTarget } from '../database/connection-target';
import { closeClient, openClient } from '../database/open-client';
import { findMaintenanceDatabase } from '../database/restore/maintenance-database';
import { AppFailure, failure } from '../kernel/app-error';
import { sourceConnection } from './resolve-connection';

/** A connection to the server of the site, whether the live database is there or not. */
export interface ReachedTarget {
  live: ConnectionTarget;
  liveExists: boolean;
  /** Stands in the live database, or in another one of the server where that does not exist. */
  client: Client;
  server: ConnectionTarget;
}

const isAbsent = (thrown: unknown): boolean =>
  thrown instanceof AppFailure && thrown.error.code === 'DATABASE_DOWN' && thrown.error.details?.reason === 'absent';

/**
 * Runs `work` with one connection to the server that is restored to. Throws DATABASE_DOWN where the server does not
 * answer, UNSUPPORTED where the live database is gone and the role may enter no other one.
 */
export async function withTarget<T>(context: BackupContext, work: (target: ReachedTarget) => Promise<T>): Promise<T> {
  const live = sourceConnection(context);
  const reached = await openLive(live);
  try {
    return await work(reached);
  } finally {
    await closeClient(reached.client);
  }
}

/** Whether the server answers and has no database of the site's name. */
export const liveIsAbsent = (context: BackupContext): Promise<boolean> =>
  withTarget(context, async ({ liveExists }) => !liveExists);

async function openLive(live: ConnectionTarget): Promise<ReachedTarget> {
  const options = { applicationName: 'backup restore' };
  try {
    return { live, liveExists: true, client: await openClient(live, options), server: live };
  } catch (thrown) {
    if (!isAbsent(thrown)) throw thrown;
  }
  const server = await findMaintenanceDatabase(live);
  if (!server) {
    throw failure('UNSUPPORTED', `The database ${live.database} does not exist, and the role may enter no other one.`, {
      hint: `Create it empty with the tools of your provider, then restore again.`,
    });
  }
  return { live, liveExists: false, client: await openClient(server, options), server };
}
