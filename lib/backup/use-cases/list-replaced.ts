import type { BackupContext } from '../context';
import { listKeptDatabases } from '../database/restore/kept-database';
import { attempt, type Result } from '../kernel/result';
import type { ReplacedDatabaseView } from '../views';
import { withTarget } from './reach-target';

/** Databases that a restore or an undo replaced and that can still be put back, newest first. Errors: DATABASE_DOWN. */
export async function listReplaced(context: BackupContext): Promise<Result<ReplacedDatabaseView[]>> {
  return attempt(() =>
    withTarget(context, async ({ server, live }) => {
      const { kept } = await listKeptDatabases(server, live.database);
      return kept.map(({ name, at, until, runId, backupId, bytes }) => ({
        name,
        replacedAt: at,
        until,
        runId,
        backupId,
        bytes,
      }));
    }),
  );
}
