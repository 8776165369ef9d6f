import type { BackupContext } from '../context';
import { attempt } from '../kernel/result';
import { readRunFacts } from '../runs/run-facts';
import { reachDatabase } from './reach-database';

/**
 * The earlier of this machine's clock and the database's: what is removed for good by its age goes by this, so one clock
 * that jumps ahead removes nothing. Null where the database does not tell.
 */
export async function earlierNow(context: BackupContext): Promise<Date | null> {
  const facts = await attempt(async () => readRunFacts(await reachDatabase(context)));
  return facts.ok ? new Date(Math.min(context.clock.now().getTime(), facts.value.now.getTime())) : null;
}
