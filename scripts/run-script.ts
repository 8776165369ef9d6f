import { explainFailure } from '@/lib/db/database-error';
import { closeDatabase } from '@/lib/db/drizzle';
import { loadEnvironment } from './load-environment';

/** Runs a script with the site's settings. What it throws becomes one sentence on standard error and exit code 1. */
export async function runScript(work: () => Promise<void>): Promise<void> {
  try {
    loadEnvironment();
    await work();
  } catch (error) {
    console.error(explainFailure(error));
    process.exitCode = 1;
  } finally {
    await closeDatabase();
  }
}
