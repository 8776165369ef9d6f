import type { Client } from 'pg';
import type { ConnectionTarget } from '../connection-target';
import { closeClient, openClient } from '../open-client';
import { quoteIdentifier } from '../table-name-text';

export interface ModuleMigration {
  id: string;
  statements: readonly string[];
}

/**
 * The tables of the module in a database that takes the place of another one: made, or brought up to date. `siteRole`
 * works with them afterwards, also where another role restored.
 */
export async function ensureModuleTables(
  client: Client,
  options: { schema: string; migrations: readonly ModuleMigration[]; siteRole: string },
): Promise<void> {
  const schema = quoteIdentifier(options.schema);
  await client.query('BEGIN');
  const { rowCount } = await client.query('select from pg_catalog.pg_namespace where nspname = $1', [options.schema]);
  if (!rowCount) await client.query(`CREATE SCHEMA ${schema}`);
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${schema}.__migrations (id text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT clock_timestamp())`,
  );
  const { rows } = await client.query<{ id: string }>(`select id from ${schema}.__migrations`);
  const applied = new Set(rows.map(({ id }) => id));
  for (const { id, statements } of options.migrations.filter((migration) => !applied.has(migration.id))) {
    for (const statement of statements) await client.query(statement);
    await client.query(`insert into ${schema}.__migrations (id) values ($1)`, [id]);
  }
  const { rows: role } = await client.query<{ other: boolean }>('select current_user <> $1 as other', [
    options.siteRole,
  ]);
  if (role[0]?.other) {
    const to = quoteIdentifier(options.siteRole);
    await client.query(`GRANT USAGE, CREATE ON SCHEMA ${schema} TO ${to}`);
    await client.query(`GRANT ALL ON ALL TABLES IN SCHEMA ${schema} TO ${to}`);
    await client.query(`GRANT ALL ON ALL SEQUENCES IN SCHEMA ${schema} TO ${to}`);
  }
  await client.query('COMMIT');
}

/** From now on sign-ins of before are void, but for one admin. In the caller's transaction, or on its own. */
export async function beginSessionEpoch(client: Client, schema: string, exceptUserId: string | null): Promise<void> {
  await client.query(
    `insert into ${quoteIdentifier(schema)}.session_epoch (valid_from, except_user_id) values (clock_timestamp(), $1)
     on conflict (only_row) do update set valid_from = excluded.valid_from, except_user_id = excluded.except_user_id`,
    [exceptUserId],
  );
}

/** Says in the row of a run that the caller's transaction took place: it is there after its COMMIT, or never. */
export async function noteCommitted(client: Client, schema: string, runId: string): Promise<void> {
  await client.query(
    `update ${quoteIdentifier(schema)}.runs set options = options || '{"committed": true}'::jsonb where id = $1`,
    [runId],
  );
}

/**
 * What `noteCommitted` wrote, asked on a connection of its own. Waits for a transaction that still holds the row, so that
 * a COMMIT which the server is carrying out counts; one that never ends is an error after half a minute.
 */
export async function isCommitted(target: ConnectionTarget, schema: string, runId: string): Promise<boolean> {
  const client = await openClient(target, { applicationName: 'backup restore' });
  try {
    await client.query("set lock_timeout = '30s'");
    const { rows } = await client.query<{ committed: boolean }>(
      `select coalesce((options ->> 'committed')::boolean, false) as committed
       from ${quoteIdentifier(schema)}.runs where id = $1 for share`,
      [runId],
    );
    return rows[0]?.committed ?? false;
  } finally {
    await closeClient(client);
  }
}
