import { z } from 'zod';
import { type Landed, landCommit } from '../content/land-commit';
import { planTree } from '../content/plan-tree';
import { changesDigest } from '../content/tree-changes';
import type { BackupContext } from '../context';
import { type AppFailure, failure } from '../kernel/app-error';
import type { Result } from '../kernel/result';
import type { ContentActResultView } from '../views';
import { changeContent, contentActorSchema } from './change-content';
import { checkContentAct, MANY_FILES, type PlannedContentAct, readContentPlan } from './content-act';
import { messageFor } from './plan-content-act';
import type { Initiator } from './start-backup';

const requestSchema = z.strictObject({
  token: z.string().max(2_000_000),
  /** The number of files, typed where the plan asks for it. */
  confirmCount: z.number().int().optional(),
  /** Where the remote does not answer, keep the commit on this server alone. */
  keepLocally: z.boolean().default(false),
  idempotencyKey: z.string().min(8).max(100).optional(),
  actor: contentActorSchema,
});

/**
 * Carries a plan out: commit, push, then the files move. Where only other files moved since, it is planned again by
 * itself; where these did, STALE. Nothing has changed where it fails.
 * Errors: INVALID_INPUT (fields.confirmCount), STALE, CONFLICT, BUSY, NOTHING_TO_DO, STORAGE_DOWN (remote), FORBIDDEN.
 */
export async function applyContentAct(
  context: BackupContext,
  request: z.input<typeof requestSchema>,
  initiator: Pick<Initiator, 'trigger'> = { trigger: 'manual' },
): Promise<Result<ContentActResultView>> {
  const parsed = requestSchema.safeParse(request);
  if (!parsed.success) {
    return { ok: false, error: failure('INVALID_INPUT', 'The request to change content is not complete.').error };
  }
  const { token, confirmCount, keepLocally, idempotencyKey, actor } = parsed.data;
  const who = { trigger: initiator.trigger, actor, keepLocally, idempotencyKey };
  return landContentAct(context, who, () => {
    const plan = readContentPlan(context, token, actor.id);
    if (plan.count > MANY_FILES && confirmCount !== plan.count) {
      throw failure('INVALID_INPUT', `This changes ${plan.count} files.`, {
        hint: `Type ${plan.count} to confirm.`,
        fields: { confirmCount: `Type ${plan.count}.` },
      });
    }
    return plan;
  });
}

type ContentLander = Parameters<typeof changeContent>[1] & { keepLocally: boolean };

/** Carries out what was planned, however long ago; `plan` is asked once nobody else changes content. Errors as above. */
export function landContentAct(
  context: BackupContext,
  { keepLocally, ...who }: ContentLander,
  readPlan: () => PlannedContentAct,
): Promise<Result<ContentActResultView>> {
  return changeContent(context, who, async ({ git, note, ...change }) => {
    const plan = readPlan();
    const act = checkContentAct(plan.act);
    const landed = await landCommit(git, {
      ...change,
      keepLocally,
      build: async (base) => {
        const planned = await planTree(git, act, base);
        if (planned.conflicts.length > 0 || changesDigest(planned.changes) !== plan.changes) throw stale();
        if (planned.changes.length === 0) throw nothing();
        const message = await messageFor(git, act, planned);
        note(message.split('\n', 1)[0] ?? '');
        return { tree: planned.tree, message, changes: planned.changes };
      },
    });
    return resultView(act.kind, change.runId, landed);
  });
}

const stale = (): AppFailure =>
  failure('STALE', 'These files have changed since the plan was made.', { hint: 'Read the plan again, then decide.' });

const nothing = (): AppFailure =>
  failure('NOTHING_TO_DO', 'Everything is already like that.', { hint: 'Nothing was changed.' });

export function resultView(kind: ContentActResultView['kind'], runId: string, landed: Landed): ContentActResultView {
  const { sha, files, pushed, rescueRef, live, left, reason } = landed;
  const warnings: string[] = [];
  if (!live)
    warnings.push(`Saved, but the files of this server are not there yet: ${reason ?? 'they could not be moved'}`);
  if (left.length > 0) warnings.push(`Edited in the same moment and left as they are: ${left.slice(0, 5).join(', ')}`);
  if (pushed === 'kept-locally') warnings.push('The remote does not have this commit yet.');
  return { sha, kind, runId, files, pushed, rescueRef, live, warnings };
}
