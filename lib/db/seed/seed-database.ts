import { sql } from 'drizzle-orm';
import { explainFailure } from '../database-error';
import { getDatabaseUrl, type SiteDatabase } from '../drizzle';
import { withConnection } from '../open-connection';
import { writeDemoRows } from './demo-rows';
import { writeEssentialRows } from './essential-rows';
import { RowWriter } from './insert-rows';
import { claimSeed, completeSeed, failSeed, lockSeed } from './seed-lease';
import { SEED_VERSION, type SeedOptions } from './seed-plan';

interface SeedOutcome {
  /** `existing`: there were users already, nothing was added. `elsewhere`: done before, or in other hands. */
  result: 'seeded' | 'existing' | 'elsewhere';
  rows: Record<string, number>;
}

/**
 * Fills an empty database, in one transaction, and records it in `seed_status`.
 *
 * @returns rows written, by physical table name; none where the database was seeded or had users before.
 * @throws Error with a sentence for an admin; `seed_status` then is `failed` and no row was added.
 */
export async function seedDatabase(
  databaseUrl: string | undefined,
  options: SeedOptions,
): Promise<{ rows: Record<string, number> }> {
  const url = databaseUrl ?? getDatabaseUrl();
  const { rows } = await withConnection(url, 'site seed', (database) => seedOnce(database, () => options));
  return { rows };
}

/** The same over a connection that stands, telling why nothing was written. Options are asked for only where needed. */
export async function seedOnce(
  database: Pick<SiteDatabase, 'execute' | 'transaction'>,
  readOptions: () => SeedOptions,
): Promise<SeedOutcome> {
  const token = await claimSeed(database);
  if (!token) return { result: 'elsewhere', rows: {} };
  try {
    return await database.transaction(async (transaction) => {
      // A holder that was taken over may still be writing: wait for its end, but not for ever.
      await transaction.execute(sql`set local lock_timeout = '60s'`);
      await lockSeed(transaction);
      const rows = await transaction.execute(sql`select 1 from users limit 1`);
      if (rows.length > 0) {
        await completeSeed(transaction, token, 'existing data');
        return { result: 'existing', rows: {} };
      }
      const options = readOptions();
      const writer = new RowWriter(transaction);
      await writeEssentialRows(writer, options);
      if (options.demo) await writeDemoRows(writer);
      await completeSeed(transaction, token, SEED_VERSION);
      return { result: 'seeded', rows: writer.counts };
    });
  } catch (cause) {
    const [marked] = await Promise.allSettled([failSeed(database, token, explainFailure(cause))]);
    const untold = marked.status === 'fulfilled' ? '' : ' Its row in seed_status could not be set to failed.';
    throw new Error(`The database could not be seeded; no row was added.${untold}`, { cause });
  }
}
