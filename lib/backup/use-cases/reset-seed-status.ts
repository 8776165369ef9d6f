import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';
import { clearSeedStatus } from '../state/clear-seed-status';
import type { SeedStateView } from '../views';
import { isHeld, readSeedState } from './get-seed-state';
import { reachDatabase } from './reach-database';
import { recordAudit } from './record-audit';
import type { Initiator } from './start-backup';

/**
 * Takes away the row of a seed that failed or went silent: the next start of the site then seeds as if there had been
 * none. `startedAt` is the row that was looked at. Errors: CONFLICT (the row is fine), BUSY (a session works on it), STALE
 * (it is another one by now), DATABASE_DOWN.
 */
export async function resetSeedStatus(
  context: BackupContext,
  { startedAt }: { startedAt: string },
  { trigger, actor }: Pick<Initiator, 'trigger' | 'actor'>,
): Promise<Result<SeedStateView>> {
  return attempt(async () => {
    const db = await reachDatabase(context);
    const seed = await readSeedState(context, db);
    const moved = failure('STALE', 'The state of the seed has changed since you looked.', {
      hint: 'Look again, then decide.',
    });
    if (seed.startedAt !== startedAt) throw moved;
    if (seed.status !== 'failed' && seed.status !== 'stale') {
      throw failure('CONFLICT', 'Only a seed that failed or went silent can be reset.', {
        hint: 'A seed that is complete has nothing to reset; one that is under way ends by itself.',
      });
    }
    if (isHeld(seed.locks)) {
      throw failure('BUSY', 'A session is seeding the database at this moment.', {
        hint: 'Wait until it has ended, or end that session on the database server, then look again.',
      });
    }
    await recordAudit(context, { act: 'seed.reset', actor, from: trigger, detail: { status: seed.status, startedAt } });
    if (!(await clearSeedStatus(db, { status: seed.status, startedAt }))) throw moved;
    return readSeedState(context, db);
  });
}
