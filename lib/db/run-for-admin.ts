import { explainFailure } from './database-error';
import { getDatabase, getDatabaseUrl } from './drizzle';
import { type OnMigration, runMigrations } from './migrate';
import { withConnection } from './open-connection';
import { previewSeed, type SeedPreview } from './seed/preview-seed';
import { seedOnce } from './seed/seed-database';
import { readSeedSettings } from './seed-settings';

/** What it throws is a sentence that may be shown; the driver's words are its cause. */
async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new Error(explainFailure(cause), { cause });
  }
}

/** `folder` is where the SQL files and their journal are. */
export const applyMigrations = (
  onMigration: OnMigration,
  databaseUrl?: string,
  folder?: string,
): Promise<{ applied: string[] }> => explained(() => runMigrations(databaseUrl, onMigration, folder));

export const previewSeedNow = (): Promise<SeedPreview> => explained(() => previewSeed(getDatabase()));

/** Seeds once, as the start of the site would; `rows` is how many were written. */
export const runSeed = (
  databaseUrl: string = getDatabaseUrl(),
): Promise<{ result: 'seeded' | 'existing' | 'elsewhere'; rows: number }> =>
  explained(() =>
    withConnection(databaseUrl, 'site seed', async (database) => {
      const { result, rows } = await seedOnce(database, readSeedSettings);
      return { result, rows: Object.values(rows).reduce((sum, count) => sum + count, 0) };
    }),
  );
