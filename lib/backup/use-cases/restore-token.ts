import { z } from 'zod';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { readToken, signToken } from '../kernel/signed-token';
import type { RestoreTargetView } from '../views';
import { plannedContentSchema } from './planned-content';
import type { World } from './read-world';

/** How long a plan holds before it has to be read again. */
export const PLAN_HOLDS_MS = 10 * 60_000;

const table = z.object({ schema: z.string(), name: z.string() });

const planSchema = z.object({
  backupId: z.string(),
  target: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('database'), database: z.string() }),
    z.object({
      kind: z.literal('live'),
      database: z.string(),
      method: z.enum(['swap', 'transaction', 'create']),
      keptAs: z.string().nullable(),
    }),
    z.object({
      kind: z.literal('tables'),
      database: z.string(),
      into: z.enum(['side', 'live']),
      schema: z.string().nullable(),
      tables: z.array(table).min(1),
    }),
  ]),
  world: z.object({
    backup: z.string(),
    database: z.string(),
    structure: z.string(),
    migrations: z.string(),
    people: z.string(),
    content: z.string(),
  }),
  actingAdmin: z.enum(['stays', 'not-in-backup', 'not-admin', 'unknown']),
  /** Null: the content stays as it is. */
  content: plannedContentSchema.nullable(),
  actorId: z.string().nullable(),
  expiresAt: z.number(),
});

export interface PlannedRestore extends Omit<z.infer<typeof planSchema>, 'target' | 'world'> {
  target: RestoreTargetView;
  world: World;
}

export const signPlan = (context: BackupContext, plan: PlannedRestore): string => signToken(context.planKey, plan);

/** Throws STALE for a plan that is too old, FORBIDDEN for one of another admin, INVALID_INPUT for anything else. */
export function readPlan(context: BackupContext, token: string, actorId: string | null): PlannedRestore {
  const parsed = planSchema.safeParse(readToken(context.planKey, token));
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
