import { z } from 'zod';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';
import { readToken, signToken } from '../kernel/signed-token';
import { proofOf } from '../policy/proof';
import type { PrunePlanView, RetentionRowView } from '../views';
import { decideRetention, findUncommitted, type RetentionState } from './decide-retention';
import { reachDatabase } from './reach-database';

const PLAN_HOLDS_MS = 10 * 60_000;
const NOTICEABLE_SKEW_MS = 60_000;

const prunePlanSchema = z.strictObject({
  kind: z.literal('prune'),
  ids: z.array(z.string()),
  orphans: z.array(z.string()),
  policyVersion: z.number(),
  actorId: z.string().nullable(),
  expiresAt: z.number(),
});

export type PrunePlan = z.infer<typeof prunePlanSchema>;

/**
 * Says for every backup why it stays or goes, and what unfinished runs have left. Deletes nothing. The token of the
 * plan is good for ten minutes and for whoever made it. Errors: DATABASE_DOWN, STORAGE_DOWN.
 */
export function planPrune(context: BackupContext, actorId: string | null): Promise<Result<PrunePlanView>> {
  return attempt(async () => {
    const db = await reachDatabase(context);
    const state = await decideRetention(context, db);
    const orphans = await findUncommitted(context, db, state);
    const expiresAt = context.clock.now().getTime() + PLAN_HOLDS_MS;
    const plan: PrunePlan = {
      kind: 'prune',
      ids: state.plan.going,
      orphans: orphans.map(({ id }) => id),
      policyVersion: state.state.version,
      actorId,
      expiresAt,
    };
    const rows = retentionRows(state);
    const sum = (goes: boolean) => {
      const chosen = rows.filter(({ kept }) => (kept.length === 0) === goes);
      return { count: chosen.length, bytes: chosen.reduce((bytes, { size }) => bytes + size, 0) };
    };
    const ahead = context.clock.now().getTime() - state.databaseNow.getTime();
    return {
      token: plan.ids.length + plan.orphans.length > 0 ? signToken(context.planKey, plan) : null,
      expiresAt: new Date(expiresAt).toISOString(),
      policyVersion: state.state.version,
      policySaved: state.state.source === 'saved',
      automatic: state.state.source === 'saved' && state.state.policy.retention.automatic,
      rows,
      going: sum(true),
      staying: sum(false),
      unreadable: state.unreadable,
      countedFrom: state.plan.countedFrom?.toISOString() ?? null,
      clockAheadMs: Math.abs(ahead) > NOTICEABLE_SKEW_MS ? ahead : null,
      orphans: orphans.map(({ folder, objects, bytes, newestAt }) => ({
        folder,
        objects,
        bytes,
        newestAt: newestAt.toISOString(),
      })),
      graceHours: context.settings.BACKUP_DELETE_GRACE_HOURS,
    };
  });
}

function retentionRows({ plan, entries }: RetentionState): RetentionRowView[] {
  const byId = new Map(entries.map((entry) => [entry.manifest.id, entry]));
  return plan.decisions.flatMap(({ id, kept, ageDays }) => {
    const entry = byId.get(id);
    if (!entry) return [];
    const { createdAt, artifact, scope } = entry.manifest;
    return [{ id, createdAt, ageDays, size: artifact.size, proof: proofOf(entry), scope: scope.kind, kept }];
  });
}

/** Throws INVALID_INPUT, STALE for a plan that is too old, FORBIDDEN for one of another admin. */
export function readPrunePlan(context: BackupContext, token: string, actorId: string | null): PrunePlan {
  const parsed = prunePlanSchema.safeParse(readToken(context.planKey, token));
  if (!parsed.success) {
    throw failure('INVALID_INPUT', 'This is not a plan that was made here.', { hint: 'Make the plan again.' });
  }
  if (parsed.data.expiresAt < context.clock.now().getTime()) {
    throw failure('STALE', 'The plan is older than ten minutes.', { hint: 'Look at the plan again, then decide.' });
  }
  if (parsed.data.actorId !== actorId) {
    throw failure('FORBIDDEN', 'Another admin made this plan.', { hint: 'Make a plan of your own.' });
  }
  return parsed.data;
}
