import type { Client } from 'pg';
import { escapeLiteral } from 'pg';
import { failure } from '../../kernel/app-error';
import type { ConnectionTarget } from '../connection-target';
import { quoteIdentifier } from '../table-name-text';
import { dropScratchDatabase, onServer, type ScratchDatabase } from './scratch-database';

/** PostgreSQL cuts longer names off without a word. Bytes. */
const LONGEST_NAME = 63;

export const databaseExists = async (client: Client, name: string): Promise<boolean> =>
  Boolean((await client.query('select from pg_catalog.pg_database where datname = $1', [name])).rowCount);

/** `<base>_<label>_<yyyymmdd_hhmmss>` in UTC, cut at the front part where it would be too long for PostgreSQL. */
export function datedName(base: string, label: string, at: Date): string {
  const moment = at.toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '').replace('T', '_');
  const tail = `_${label}_${moment}`;
  let head = base;
  while (Buffer.byteLength(head + tail) > LONGEST_NAME) head = head.slice(0, -1);
  return head + tail;
}

/** Throws INVALID_INPUT for a name that PostgreSQL would cut off or that belongs to somebody else. */
export function assertDatabaseName(name: string): void {
  const hint = 'Use up to 63 letters, digits and underscores, for example site_restored.';
  if (name === '' || name.includes('\0') || Buffer.byteLength(name) > LONGEST_NAME)
    throw failure('INVALID_INPUT', 'This cannot be the name of a database.', { hint });
  if (/^(postgres|template[01]|bk_scratch_.*|pg_.*)$/.test(name))
    throw failure('INVALID_INPUT', `The name ${name} is reserved.`, { hint });
}

/**
 * Gives a finished scratch database its lasting name; from then on nobody removes it. Its comment says where it is from.
 * Throws CONFLICT where the name was taken meanwhile; the scratch database is then still one.
 */
export async function keepDatabase(
  server: ConnectionTarget,
  scratch: ScratchDatabase,
  { name, comment, publicAccess = false }: { name: string; comment: string; publicAccess?: boolean },
): Promise<ConnectionTarget> {
  const from = quoteIdentifier(scratch.target.database);
  const to = quoteIdentifier(name);
  await onServer(server, async (client) => {
    if (await databaseExists(client, name)) {
      throw failure('CONFLICT', `There is a database ${name} already.`, { hint: 'Choose another name.' });
    }
    await client.query('BEGIN');
    await client.query(`ALTER DATABASE ${from} RENAME TO ${to}`);
    await client.query(`COMMENT ON DATABASE ${to} IS ${escapeLiteral(comment)}`);
    if (publicAccess) await client.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${to} TO PUBLIC`);
    await client.query('COMMIT');
  });
  scratch.release();
  return { ...server, database: name };
}

/** The comment of a database that a restore made beside the live one. */
export const restoredComment = (backupId: string, createdAt: string, live: string): string =>
  `Restored from backup ${backupId} of ${createdAt}, beside ${live}`;

/** Removes such a database again, sessions and all. One that does not say that it is of this backup is left alone. */
export async function dropRestoredDatabase(
  server: ConnectionTarget,
  { name, backupId }: { name: string; backupId: string },
): Promise<'dropped' | 'absent' | 'foreign'> {
  const { rows } = await onServer(server, (client) =>
    client.query<{ comment: string | null }>(
      `select pg_catalog.shobj_description(oid, 'pg_database') as comment from pg_catalog.pg_database where datname = $1`,
      [name],
    ),
  );
  if (!rows[0]) return 'absent';
  if (!rows[0].comment?.startsWith(`Restored from backup ${backupId} of `) || name === server.database)
    return 'foreign';
  await dropScratchDatabase(server, name);
  return 'dropped';
}
