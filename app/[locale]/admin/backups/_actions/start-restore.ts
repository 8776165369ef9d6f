'use server';

import { z } from 'zod';
import { host, ok, startRestore } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({
  token: z.string().max(10_000),
  siteName: z.string().max(500).optional(),
  password: z.string().max(1_000).optional(),
  keepLocally: z.boolean().optional(),
  idempotencyKey: z.string().min(8).max(100),
});

const start = adminAction(request, 'restore', async (input, actor) => {
  const started = await startRestore({ ...input, actor });
  if (!started.ok) return started;
  if (started.value.finished) host.runAfterResponse(started.value.finished);
  return ok({ runId: started.value.run.id });
});

/** Applies a plan that was read; refused where the world has moved since. Answers with the run's id at once. */
export async function startRestoreAction(input: z.input<typeof request>) {
  return start(input);
}
