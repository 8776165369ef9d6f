import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { getDatabase, getDatabaseUrl, type SiteDatabase } from './drizzle';
import { runMigrations } from './migrate';
import { migrationsAreRunning } from './migration-lock';
import { withConnection } from './open-connection';
import { seedOnce } from './seed/seed-database';
import { readSeedState } from './seed/seed-lease';
import { readSeedSettings } from './seed-settings';

const LONGEST_WAIT = 60_000;
const BETWEEN_LOOKS = 500;

export interface InitializeOutcome {
  /** Tags of the migrations that this call applied. */
  applied: string[];
  /** `existing`: there were users, so nothing was added. `ready`: seeded before, or by another instance meanwhile. */
  seed: 'seeded' | 'existing' | 'ready';
  rows: Record<string, number>;
}

/**
 * Makes the database fit for this version before the first request: migrates, then seeds where it is empty. Safe to
 * call from many instances at once: one does the work, the others wait for it, up to a minute.
 *
 * A seed that failed or is stale (`seed-lease.ts`) is done again. Users that are there are never added to.
 *
 * @throws Error with a sentence for an admin; `seed_status` tells of a failed seed.
 */
export async function initializeDatabase(databaseUrl: string = getDatabaseUrl()): Promise<InitializeOutcome> {
  const { applied } = await runMigrations(databaseUrl);
  return withConnection(databaseUrl, 'site start', async (database) => ({ applied, ...(await seedOrWait(database)) }));
}

async function seedOrWait(database: SiteDatabase): Promise<Pick<InitializeOutcome, 'seed' | 'rows'>> {
  const deadline = Date.now() + LONGEST_WAIT;
  for (;;) {
    const state = await readSeedState(database);
    if (state === 'completed') return { seed: 'ready', rows: {} };
    if (state !== 'seeding') {
      const { result, rows } = await seedOnce(database, readSeedSettings);
      if (result !== 'elsewhere') return { seed: result, rows };
    } else if (Date.now() > deadline) {
      throw new Error('Another instance has been seeding the database for more than a minute. Start again later.');
    } else {
      await pause(BETWEEN_LOOKS);
    }
  }
}

/** What any instance is doing to this database at this moment that a backup would catch half-way. */
export async function databaseBusy(): Promise<'migrating' | 'seeding' | null> {
  const database = getDatabase();
  if (await migrationsAreRunning(database)) return 'migrating';
  const [table] = await database.execute<{ there: boolean }>(
    sql`select to_regclass('public.seed_status') is not null as there`,
  );
  return table?.there && (await readSeedState(database)) === 'seeding' ? 'seeding' : null;
}
