import { cleanDatabase } from './clean-database';
import { explainFailure } from './database-error';
import { getDatabaseUrl } from './drizzle';
import { migrateWithin } from './migrate';
import { lockMigrations } from './migration-lock';
import { withConnection } from './open-connection';
import { seedOnce } from './seed/seed-database';
import { readSeedSettings } from './seed-settings';

export interface ResetOutcome {
  /** How many tables were dropped. */
  dropped: number;
  /** Tags of the migrations that ran, oldest first. */
  applied: string[];
  /** Rows that the seed wrote. */
  rows: number;
}

/**
 * Puts the site back to its first day: drops its tables, migrates, seeds. One transaction, so that whatever goes wrong,
 * and whenever the process ends, the site is as it was or as new. Other schemas stay.
 *
 * @throws Error with a sentence for an admin; nothing was changed then.
 */
export async function resetDatabase(databaseUrl: string = getDatabaseUrl()): Promise<ResetOutcome> {
  try {
    const settings = readSeedSettings();
    return await withConnection(databaseUrl, 'site reset', (database) =>
      database.transaction(async (transaction) => {
        await lockMigrations(transaction);
        const dropped = await cleanDatabase(transaction);
        const { applied } = await migrateWithin(transaction);
        const { rows } = await seedOnce(transaction, () => settings);
        return { dropped: dropped.length, applied, rows: Object.values(rows).reduce((sum, count) => sum + count, 0) };
      }),
    );
  } catch (cause) {
    throw new Error(explainFailure(cause), { cause });
  }
}
