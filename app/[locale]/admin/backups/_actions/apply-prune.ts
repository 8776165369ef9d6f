'use server';

import { z } from 'zod';
import { applyPrune, host, ok } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({
  token: z.string().max(200_000),
  orphans: z.boolean(),
  idempotencyKey: z.string().min(8).max(100),
});

const apply = adminAction(request, 'delete', async (input, actor) => {
  const started = await applyPrune(input, { trigger: 'manual', actor });
  if (!started.ok) return started;
  if (started.value.finished) host.runAfterResponse(started.value.finished);
  return ok({ runId: started.value.run.id });
});

/** Deletes what the plan of this admin lets go; what goes no more is left. */
export async function applyPruneAction(input: z.input<typeof request>) {
  return apply(input);
}
