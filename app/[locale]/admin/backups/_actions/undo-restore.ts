'use server';

import { z } from 'zod';
import { host, ok, undoRestore } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({
  database: z.string().min(1).max(100),
  siteName: z.string().max(500),
  password: z.string().max(1_000),
  content: z.boolean().optional(),
  keepLocally: z.boolean().optional(),
  idempotencyKey: z.string().min(8).max(100),
});

const undo = adminAction(request, 'restore', async (input, actor) => {
  const started = await undoRestore({ ...input, actor });
  if (!started.ok) return started;
  if (started.value.finished) host.runAfterResponse(started.value.finished);
  return ok({ runId: started.value.run.id });
});

/** Swaps a replaced database back in; answers with the run's id at once. */
export async function undoRestoreAction(input: z.input<typeof request>) {
  return undo(input);
}
