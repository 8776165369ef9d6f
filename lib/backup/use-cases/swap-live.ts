import type { BackupContext } from '../context';
import type { ConnectionTarget } from '../database/connection-target';
import { closeClient, openClient } from '../database/open-client';
import { carrySchema } from '../database/restore/carry-schema';
import { type KeptFacts, keptComment } from '../database/restore/kept-database';
import { findMaintenanceDatabase } from '../database/restore/maintenance-database';
import { beginSessionEpoch } from '../database/restore/module-tables';
import { withScratchDatabase } from '../database/restore/scratch-database';
import { swapDatabases } from '../database/restore/swap-databases';
import type { RunContext } from '../runs/execute-run';
import { MODULE_SCHEMA } from './prepare-backup';

export interface SwapOrder {
  live: ConnectionTarget;
  /** Name of the database that goes live. */
  incoming: string;
  keepAs: string;
  kept: KeptFacts;
  liveComment: string | null;
  /** Ends all sign-ins of before but this admin's; left out where they stay. */
  newSessionEpoch?: { exceptUserId: string | null };
}

/**
 * The last step of a restore and of an undo: the point of no return, then the swap, with the module's own rows carried
 * over at the very last moment. Returns how long visitors waited, in milliseconds.
 */
export async function swapLive(context: BackupContext, running: RunContext, order: SwapOrder): Promise<number> {
  const { live, incoming } = order;
  const swap = (maintenance: ConnectionTarget) =>
    swapDatabases({
      live,
      maintenance,
      incoming,
      keepAs: order.keepAs,
      keptComment: keptComment(order.kept),
      liveComment: order.liveComment,
      carryOver: async (liveClient) => {
        const target = await openClient({ ...live, database: incoming }, { applicationName: 'backup carry-over' });
        try {
          await carrySchema(liveClient, target, MODULE_SCHEMA);
          if (order.newSessionEpoch) {
            await beginSessionEpoch(target, MODULE_SCHEMA, order.newSessionEpoch.exceptUserId);
          }
        } finally {
          await closeClient(target);
        }
      },
    });
  return running.phase('swap', async (phase) => {
    const maintenance = await findMaintenanceDatabase(live, [incoming]);
    await running.commitPoint();
    const { stallMs } = maintenance
      ? await swap(maintenance)
      : // The role may enter no other database: one of its own for a moment.
        await withScratchDatabase(live, { id: `${running.runId}m`, like: { encoding: 'UTF8', collation: 'C' } }, swap);
    phase.facts({ ms: stallMs });
    context.host.log.info('The live database was swapped.', { run: running.runId, keptAs: order.keepAs, ms: stallMs });
    return stallMs;
  });
}
