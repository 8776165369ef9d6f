import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { withTarget } from './reach-target';
import { movedParts, readWorld } from './read-world';
import type { PlannedRestore } from './restore-token';

/** Throws STALE, naming what moved, where the world is no longer as the plan saw it. Changes nothing. */
export async function refuseMoved(context: BackupContext, plan: PlannedRestore): Promise<void> {
  const entry = await context.catalog.get(plan.backupId);
  const asked = { target: plan.target, withContent: plan.content !== null };
  const now = await withTarget(context, (reached) => readWorld(context, entry, asked, reached));
  const moved = movedParts(plan.world, now);
  if (moved.length === 0) return;
  throw failure('STALE', `Since the plan was made, something has changed: ${moved.join(', ')}.`, {
    hint: 'Read the plan again, then decide. Nothing was changed.',
  });
}
