import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { askDatabase } from '../kernel/database-outage';

/** Throws BUSY while any instance of the site migrates or seeds the database. */
export async function refuseWhileBusy({ host }: BackupContext): Promise<void> {
  const busy = await askDatabase(() => host.databaseBusy());
  if (!busy) return;
  throw failure('BUSY', `The database is ${busy === 'migrating' ? 'being migrated' : 'being seeded'} right now.`, {
    hint: 'Start again in a minute.',
  });
}
