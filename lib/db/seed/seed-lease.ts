import { sql } from 'drizzle-orm';
import type { SiteDatabase } from '../drizzle';
import { SEED_VERSION } from './seed-plan';

type Executor = Pick<SiteDatabase, 'execute'>;

/** UTC by the clock of the database, the one clock that all instances share. */
const NOW = sql`(clock_timestamp() at time zone 'utc')`;

/** The number of the template's own seed lock. Held for the length of a seed's transaction: a dead process holds nothing. */
const SEED_LOCK = 12345;

/** Between the row that says `seeding` and the transaction that holds the lock there is a moment. */
const STALE = sql`(seed_status.started_at < ${NOW} - interval '5 minutes' or (
  seed_status.started_at < ${NOW} - interval '15 seconds' and not exists (
    select from pg_locks where locktype = 'advisory' and classid = 0 and objid = ${SEED_LOCK}::oid and objsubid = 1
      and database = (select oid from pg_database where datname = current_database()))))`;

/** Waits for a holder that was taken over and still writes; as long as `lock_timeout` says. */
export async function lockSeed(transaction: Executor): Promise<void> {
  await transaction.execute(sql`select pg_advisory_xact_lock(${SEED_LOCK}::bigint)`);
}

export type SeedState = 'absent' | 'seeding' | 'stale' | 'completed' | 'failed';

export async function readSeedState(database: Executor): Promise<SeedState> {
  const [row] = await database.execute<{ status: string; stale: boolean }>(
    sql`select status, ${STALE} as stale from seed_status where id = 'singleton'`,
  );
  if (!row) return 'absent';
  if (row.status === 'seeding') return row.stale ? 'stale' : 'seeding';
  return row.status === 'failed' ? 'failed' : 'completed';
}

/** For the admin's pages, so that they mean by stale what the start of the site does. */
export const seedIsStale = async (database: Executor): Promise<boolean> => (await readSeedState(database)) === 'stale';

/**
 * Takes the lease in one statement, so that it needs no session and no transaction: where there is no row yet, where
 * the last seed failed, or where whoever was seeding is gone: without the lock, or silent for 5 minutes.
 *
 * @returns the token of this holder, or null where the seed is done or in other hands.
 */
export async function claimSeed(database: Executor): Promise<string | null> {
  const [row] = await database.execute<{ token: string }>(sql`
    insert into seed_status (id, status, started_at, version) values ('singleton', 'seeding', ${NOW}, ${SEED_VERSION})
    on conflict (id) do update
      set status = 'seeding', started_at = excluded.started_at, version = excluded.version, completed_at = null, error = null
      where seed_status.status = 'failed' or (seed_status.status = 'seeding' and ${STALE})
    returning started_at::text as token`);
  return row?.token ?? null;
}

/** Runs inside the seed's transaction: rows and `completed` appear together, or neither does. */
export async function completeSeed(transaction: Executor, token: string, version: string): Promise<void> {
  const held = await transaction.execute(sql`
    update seed_status set status = 'completed', completed_at = ${NOW}, version = ${version}
    where id = 'singleton' and status = 'seeding' and started_at = ${token}::timestamp returning id`);
  if (held.length === 0) throw new Error('Another instance took over the seed, so this one was undone.');
}

/** Does nothing where another holder has the lease by now. */
export async function failSeed(database: Executor, token: string, reason: string): Promise<void> {
  await database.execute(sql`
    update seed_status set status = 'failed', completed_at = ${NOW}, error = ${reason}
    where id = 'singleton' and status = 'seeding' and started_at = ${token}::timestamp`);
}
