import { sql } from 'drizzle-orm';
import type { SiteDatabase } from './drizzle';

/** The two halves of the advisory lock: the site's letters "EVER" and "MIGR" as numbers. It is held per database. */
const LOCK_CLASS = 0x45564552;
const LOCK_NUMBER = 0x4d494752;

/** Waits up to two minutes for another instance to end its migrations; holds the lock until the transaction ends. */
export async function lockMigrations(transaction: Pick<SiteDatabase, 'execute'>): Promise<void> {
  await transaction.execute(sql`set local lock_timeout = '120s'`);
  await transaction.execute(sql`select pg_advisory_xact_lock(${LOCK_CLASS}::int, ${LOCK_NUMBER}::int)`);
  await transaction.execute(sql`set local lock_timeout to default`);
}

/** True while any instance migrates this database. */
export async function migrationsAreRunning(database: Pick<SiteDatabase, 'execute'>): Promise<boolean> {
  const rows = await database.execute(sql`
    select 1 from pg_locks
    where locktype = 'advisory' and granted
      and database = (select oid from pg_database where datname = current_database())
      and classid = ${LOCK_CLASS}::oid and objid = ${LOCK_NUMBER}::oid and objsubid = 2`);
  return rows.length > 0;
}
