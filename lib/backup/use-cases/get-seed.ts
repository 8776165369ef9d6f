import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { attempt, type Result } from '../kernel/result';
import { readSeedStatus } from '../state/seed-status';
import type { SeedView } from '../views';
import { reachDatabase } from './reach-database';

/** The template's seed_status row, with stale and failed told apart. Errors: DATABASE_DOWN. */
export async function getSeed(context: BackupContext): Promise<Result<SeedView>> {
  return attempt(async () => readSeed(context, await reachDatabase(context)));
}

/** Stale is what the host's own start takes over, by one rule. Throws DATABASE_DOWN. */
export const readSeed = ({ host }: BackupContext, db: HostDatabase): Promise<SeedView> =>
  readSeedStatus(db, () => host.seedIsStale());
