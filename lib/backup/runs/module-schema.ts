import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { failure } from '../kernel/app-error';
import { askDatabase, driverCode } from '../kernel/database-outage';
import { MIGRATIONS } from './migrations';

const ready = new WeakMap<HostDatabase, Promise<void>>();

/** Any fixed number will do: the lock lives inside one transaction, so connection poolers do not break it. */
const MIGRATION_LOCK = 7_206_118_402;

/**
 * Creates or updates the tables of schema `backup`, once per process and database. Safe from any number of processes
 * at a time. Throws AppFailure: FORBIDDEN with the GRANT that is missing, DATABASE_DOWN.
 */
export function ensureModuleSchema(db: HostDatabase): Promise<void> {
  const earlier = ready.get(db);
  if (earlier) return earlier;
  const first = askDatabase(() => migrate(db));
  ready.set(db, first);
  first.catch(() => ready.delete(db));
  return first;
}

async function migrate(db: HostDatabase): Promise<void> {
  const [found] = await db.execute<{ present: boolean }>(
    sql`select to_regclass('backup.__migrations') is not null as present`,
  );
  if (found?.present && (await pending(db)).length === 0) return;
  try {
    await db.transaction(applyPending, { isolationLevel: 'read committed' });
  } catch (thrown) {
    if (driverCode(thrown) !== '42501') throw thrown;
    throw await missingPrivilege(db, thrown);
  }
}

type Transaction = Parameters<Parameters<HostDatabase['transaction']>[0]>[0];

async function applyPending(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK}::bigint)`);
  // CREATE SCHEMA IF NOT EXISTS asks for the privilege even where the schema is there.
  const [schema] = await tx.execute<{ present: boolean }>(
    sql`select exists (select from pg_namespace where nspname = 'backup') as present`,
  );
  if (!schema?.present) await tx.execute(sql`create schema backup`);
  const [table] = await tx.execute<{ present: boolean }>(
    sql`select to_regclass('backup.__migrations') is not null as present`,
  );
  if (!table?.present) {
    await tx.execute(
      sql`create table backup.__migrations (id text primary key, applied_at timestamptz not null default clock_timestamp())`,
    );
  }
  for (const migration of await pending(tx)) {
    for (const statement of migration.statements) await tx.execute(sql.raw(statement));
    await tx.execute(sql`insert into backup.__migrations (id) values (${migration.id})`);
  }
}

async function pending(db: Pick<HostDatabase, 'execute'>): Promise<typeof MIGRATIONS> {
  const rows = await db.execute<{ id: string }>(sql`select id from backup.__migrations`);
  const applied = new Set(rows.map((row) => row.id));
  return MIGRATIONS.filter((migration) => !applied.has(migration.id));
}

async function missingPrivilege(db: HostDatabase, cause: unknown) {
  const [name] = await db.execute<{ database: string; role: string; schema: boolean }>(sql`
    select quote_ident(current_database()) as database, quote_ident(current_user) as role,
      exists (select from pg_namespace where nspname = 'backup') as schema`);
  const grant = name?.schema
    ? `GRANT USAGE, CREATE ON SCHEMA backup TO ${name.role};`
    : `GRANT CREATE ON DATABASE ${name?.database} TO ${name?.role};`;
  return failure('FORBIDDEN', 'The database user of this site may not create the tables that keep track of backups.', {
    hint: `Let the owner of the database run: ${grant}`,
    cause,
  });
}
