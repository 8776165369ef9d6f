import { z } from 'zod';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';
import { readToken, signToken } from '../kernel/signed-token';
import type { ResetPlanView } from '../views';
import { readResetState } from './read-reset-state';
import { PLAN_HOLDS_MS } from './restore-token';

const plannedSchema = z.object({
  act: z.literal('reset'),
  world: z.string(),
  acknowledgement: z.string().nullable(),
  actorId: z.string().nullable(),
  expiresAt: z.number(),
});

export type PlannedReset = z.infer<typeof plannedSchema>;

/**
 * What emptying the site and seeding it anew would take away, and what has to be typed before. Changes nothing.
 * Errors: DATABASE_DOWN, STORAGE_DOWN, FORBIDDEN, BUSY (a table stays locked).
 */
export async function planReset(
  context: BackupContext,
  { actor }: { actor?: { id: string; email?: string } } = {},
): Promise<Result<ResetPlanView>> {
  return attempt(async () => {
    const { world, ...state } = await readResetState(context);
    const expiresAt = context.clock.now().getTime() + PLAN_HOLDS_MS;
    const { acknowledgement } = state;
    const planned: PlannedReset = { act: 'reset', world, acknowledgement, actorId: actor?.id ?? null, expiresAt };
    return {
      token: signToken(context.planKey, planned),
      expiresAt: new Date(expiresAt).toISOString(),
      site: context.site.name,
      ...state,
    };
  });
}

/** Throws STALE for a plan that is too old, FORBIDDEN for one of another admin, INVALID_INPUT for anything else. */
export function readResetPlan(context: BackupContext, token: string, actorId: string | null): PlannedReset {
  const parsed = plannedSchema.safeParse(readToken(context.planKey, token));
  if (!parsed.success) {
    throw failure('INVALID_INPUT', 'This is not a plan that was made here.', { hint: 'Make the plan again.' });
  }
  if (parsed.data.expiresAt < context.clock.now().getTime()) {
    throw failure('STALE', 'The plan is older than ten minutes.', { hint: 'Read the plan again, then decide.' });
  }
  if (parsed.data.actorId !== actorId) {
    throw failure('FORBIDDEN', 'Another admin made this plan.', { hint: 'Make a plan of your own.' });
  }
  return parsed.data;
}
