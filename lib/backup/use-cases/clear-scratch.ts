import type { BackupContext } from '../context';
import type { ConnectionTarget } from '../database/connection-target';
import { dropStaleScratchDatabases } from '../database/restore/drop-stale-scratch';
import { AppFailure } from '../kernel/app-error';
import { endedAmong } from '../runs/run-records';

/** A scratch database that is older than this belongs to nobody: its run has lost its lease long ago. */
const STALE_SCRATCH_MS = 6 * 3_600_000;

/**
 * Removes scratch databases in which nobody works: at once those of runs of this site that are over and could not remove
 * theirs, because the server was away; those of other sites on the same server once they are hours old.
 */
export async function clearScratch(context: BackupContext, server: ConnectionTarget): Promise<void> {
  const dropped = await dropStaleScratchDatabases(server, {
    except: [],
    olderThanMs: STALE_SCRATCH_MS,
    endedAmong: async (ids) => {
      try {
        return await endedAmong(context.host.db(), ids);
      } catch (thrown) {
        // No live database, so no runs: then age alone decides.
        if (thrown instanceof AppFailure && thrown.error.code === 'DATABASE_DOWN') return new Set();
        throw thrown;
      }
    },
  });
  if (dropped.length > 0) context.host.log.info('Forgotten scratch databases were removed.', { databases: dropped });
}
