import type { BackupContext } from '../context';
import { closeClient, openClient } from '../database/open-client';
import { withPostgresFailures } from '../database/postgres-failure';
import { readDatabaseSettings } from '../database/restore/database-settings';
import type { KeptDatabase } from '../database/restore/kept-database';
import { ensureModuleTables } from '../database/restore/module-tables';
import type { RunContext } from '../runs/execute-run';
import { MIGRATIONS } from '../runs/migrations';
import { MODULE_SCHEMA } from './prepare-backup';
import { siteRole } from './prepare-for-visitors';
import { withTarget } from './reach-target';
import { swapLive } from './swap-live';

const DAY_MS = 86_400_000;

/** Puts a replaced database into the place of the live one, which is kept as `keptAs` in its turn. */
export async function swapBack(context: BackupContext, running: RunContext, kept: KeptDatabase, keptAs: string) {
  return withTarget(context, async ({ live, client }) => {
    const settings = await running.phase('check', () => readDatabaseSettings(client, live.database));
    await running.phase('prepare', async () => {
      const incoming = await openClient({ ...live, database: kept.name }, { applicationName: 'backup undo' });
      try {
        await withPostgresFailures(() =>
          ensureModuleTables(incoming, { schema: MODULE_SCHEMA, migrations: MIGRATIONS, siteRole: siteRole(context) }),
        );
      } finally {
        await closeClient(incoming);
      }
    });
    const now = context.clock.now();
    const until = new Date(now.getTime() + context.settings.BACKUP_UNDO_DAYS * DAY_MS).toISOString();
    const swapMs = await swapLive(context, running, {
      live,
      incoming: kept.name,
      keepAs: keptAs,
      kept: {
        of: live.database,
        at: now.toISOString(),
        until,
        runId: running.runId,
        backupId: null,
        comment: settings?.comment ?? null,
      },
      liveComment: kept.comment,
    });
    return { swapMs, until };
  });
}
