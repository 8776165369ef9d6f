import { AppFailure } from '../../kernel/app-error';
import type { ConnectionTarget } from '../connection-target';
import { closeClient, openClient } from '../open-client';
import { onServer } from './scratch-database';

/** What servers and providers ship with, in the order in which they are tried. */
const USUAL = ['postgres', 'template1', 'defaultdb'];

/** Reasons for which another database of the same server may still let us in. */
const NEXT = new Set(['absent', 'no-such-database', 'forbidden']);

async function canConnect(target: ConnectionTarget): Promise<boolean> {
  try {
    await closeClient(await openClient(target, { applicationName: 'backup maintenance' }));
    return true;
  } catch (thrown) {
    const { error } = thrown instanceof AppFailure ? thrown : { error: null };
    const { sqlState, reason } = error?.details ?? {};
    // 3D000 no such database, 42501 no right to connect, 28000 not admitted to this one, 55000 takes no connections.
    if (['3D000', '42501', '28000', '55000'].includes(String(sqlState)) || NEXT.has(String(reason))) return false;
    throw thrown;
  }
}

/**
 * A database of the same server other than `target`'s own: nobody can rename or create the one that they stand in.
 * Null where the role may connect to no other. Throws DATABASE_DOWN where the server itself does not answer.
 */
export async function findMaintenanceDatabase(
  target: ConnectionTarget,
  except: readonly string[] = [],
): Promise<ConnectionTarget | null> {
  const avoided = new Set([target.database, ...except]);
  for (const database of USUAL.filter((name) => !avoided.has(name))) {
    const candidate = { ...target, database };
    if (await canConnect(candidate)) return candidate;
  }
  return (await canConnect(target)) ? anyOther(target, avoided) : null;
}

async function anyOther(target: ConnectionTarget, avoided: ReadonlySet<string>): Promise<ConnectionTarget | null> {
  const { rows } = await onServer(target, (client) =>
    client.query<{ name: string }>(
      `select datname as name from pg_catalog.pg_database
       where datallowconn and pg_catalog.has_database_privilege(oid, 'CONNECT') and datname !~ '^bk_scratch_'
       order by datname`,
    ),
  );
  for (const { name } of rows.filter((row) => !avoided.has(row.name))) {
    const candidate = { ...target, database: name };
    if (await canConnect(candidate)) return candidate;
  }
  return null;
}
