import type { BackupContext } from '../context';
import { listRuns } from '../runs/run-records';
import { reachDatabase } from './reach-database';

/** Before the first swap on this site: one look of the server at its sessions, and the renames. Milliseconds. */
const UNMEASURED_SWAP_MS = 150;
const SWAPS_CONSIDERED = 20;

/** How long visitors waited at the last swap or undo on this site, in milliseconds. */
export async function measuredSwapMs(context: BackupContext): Promise<number> {
  const page = { limit: SWAPS_CONSIDERED, kinds: ['restore', 'undo'] } as const;
  const runs = await listRuns(await reachDatabase(context), page);
  const swaps = runs.flatMap(({ options }) => options.restore?.swapMs ?? []);
  return swaps[0] ?? UNMEASURED_SWAP_MS;
}

/** Restores that were measured on this site, newest first, from the proofs beside the backups. */
export async function measuredRestores({
  catalog,
}: BackupContext): Promise<{ plainSize: number; restoreMs: number }[]> {
  const { entries } = await catalog.list();
  return entries
    .flatMap(({ manifest, verifications }) =>
      verifications.flatMap(({ id, passed, restoreMs }) =>
        passed && restoreMs ? [{ id, plainSize: manifest.artifact.plainSize, restoreMs }] : [],
      ),
    )
    .sort((left, right) => (left.id < right.id ? 1 : -1));
}
