import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import { migrationVerdict } from '../policy/migration-verdict';
import { readAppliedMigrations } from '../state/migrations';
import type { MigrationsView } from '../views';
import { reachDatabase } from './reach-database';

/** The migrations of this version of the app against those of the database, compared as sets of hashes. Errors: DATABASE_DOWN. */
export async function getMigrations(context: BackupContext): Promise<Result<MigrationsView>> {
  return attempt(async () => {
    const db = await reachDatabase(context);
    const [journal, applied] = await Promise.all([context.host.migrationJournal(), readAppliedMigrations(db)]);
    return migrationVerdict(journal, applied);
  });
}
