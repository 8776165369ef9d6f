import type { StateActions } from '@/components/admin/backups/state/state-actions';
import { resetSeedAction } from './_actions/reset-seed';
import { startBackupAction } from './_actions/start-backup';
import { startMigrationsAction } from './_actions/start-migrations';
import { startSeedAction } from './_actions/start-seed';

/** The server actions of the pages of the state. */
export const stateActions: StateActions = {
  startMigrations: startMigrationsAction,
  startSeed: startSeedAction,
  resetSeed: resetSeedAction,
  startBackup: startBackupAction,
};
