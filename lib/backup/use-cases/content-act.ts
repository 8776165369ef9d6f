import { z } from 'zod';
import { checkSha } from '../content/commit-sha';
import { checkFolderOrFile } from '../content/content-path';
import type { ContentAct } from '../content/plan-tree';
import type { BackupContext } from '../context';
import { originalOf } from '../files/content-copies';
import { failure } from '../kernel/app-error';
import { readToken, signToken } from '../kernel/signed-token';

const MOST_PATHS = 5_000;
/** More files than anybody changes by hand: their number is typed to confirm. */
export const MANY_FILES = 200;

export const contentActSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('restore'),
    sha: z.string().max(64),
    paths: z.array(z.string().max(4_096)).min(1).max(MOST_PATHS),
  }),
  z.strictObject({ kind: z.enum(['revert', 'recover', 'restore-all']), sha: z.string().max(64) }),
  /** A copy that the template made, back into the file that it is a copy of. */
  z.strictObject({ kind: z.literal('copy'), path: z.string().max(4_096) }),
]);

export type ContentActRequest = z.input<typeof contentActSchema>;

/** Throws INVALID_INPUT for an id or a path that is none. */
export function checkContentAct(request: unknown): ContentAct {
  const parsed = contentActSchema.safeParse(request);
  if (!parsed.success) {
    throw failure('INVALID_INPUT', 'Say what shall be done to the content: which commit, which files.');
  }
  const { data } = parsed;
  if (data.kind === 'copy') return checkCopy(data.path);
  const sha = checkSha(data.sha);
  return data.kind === 'restore'
    ? { kind: 'restore', sha, paths: [...new Set(data.paths.map(checkFolderOrFile))] }
    : { kind: data.kind, sha };
}

function checkCopy(text: string): ContentAct {
  const path = checkFolderOrFile(text);
  const original = originalOf(path);
  if (original) return { kind: 'copy', path, to: checkFolderOrFile(original) };
  throw failure('INVALID_INPUT', 'By its name that is no copy that the template made.', {
    hint: 'The list of copies names them.',
  });
}

export const plannedContentActSchema = z.object({
  act: contentActSchema,
  /** Commit that the plan was made from, and the digest of what it changes. */
  base: z.string(),
  changes: z.string(),
  count: z.number().int(),
  actorId: z.string().nullable(),
  expiresAt: z.number(),
});

export type PlannedContentAct = z.infer<typeof plannedContentActSchema>;

export const signContentPlan = (context: BackupContext, plan: PlannedContentAct): string =>
  signToken(context.planKey, { ...plan, purpose: 'content' });

/** Throws STALE for a plan that is too old, FORBIDDEN for another admin's, INVALID_INPUT for anything else. */
export function readContentPlan(context: BackupContext, token: string, actorId: string | null): PlannedContentAct {
  const parsed = plannedContentActSchema
    .extend({ purpose: z.literal('content') })
    .safeParse(readToken(context.planKey, token));
  if (!parsed.success) {
    throw failure('INVALID_INPUT', 'This is not a plan that was made here.', { hint: 'Make the plan again.' });
  }
  if (parsed.data.expiresAt < context.clock.now().getTime()) {
    throw failure('STALE', 'The plan is older than an hour.', { hint: 'Make the plan again.' });
  }
  if (parsed.data.actorId !== actorId) {
    throw failure('FORBIDDEN', 'Another admin made this plan.', { hint: 'Make a plan of your own.' });
  }
  return parsed.data;
}
