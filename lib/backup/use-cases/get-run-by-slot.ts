import type { BackupContext } from '../context';
import { findRunBySlot, toRunView } from '../runs/run-records';
import type { RunView } from '../views';
import { reachDatabase } from './reach-database';

/** The run that a schedule slot was given, or null. */
export async function getRunBySlot(context: BackupContext, slot: string): Promise<RunView | null> {
  const run = await findRunBySlot(await reachDatabase(context), slot);
  return run && toRunView(run);
}
