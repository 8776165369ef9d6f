import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import { readSeedStatus } from '../state/seed-status';
import type { SeedView } from '../views';
import { reachDatabase } from './reach-database';

/** The template's seed_status row, with stale and failed told apart. Errors: DATABASE_DOWN. */
export async function getSeed(context: BackupContext): Promise<Result<SeedView>> {
  return attempt(async () => readSeedStatus(await reachDatabase(context)));
}
