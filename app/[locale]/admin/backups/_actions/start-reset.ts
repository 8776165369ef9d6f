'use server';

import { z } from 'zod';
import { host, ok, startReset } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({
  token: z.string().max(10_000),
  siteName: z.string().max(500),
  password: z.string().max(1_000),
  acknowledgement: z.string().max(500).optional(),
  idempotencyKey: z.string().min(8).max(100),
});

const start = adminAction(request, 'restore', async (input, actor) => {
  const started = await startReset({ ...input, actor });
  if (!started.ok) return started;
  if (started.value.finished) host.runAfterResponse(started.value.finished);
  return ok({ runId: started.value.run.id });
});

/** Empties the site, migrates and seeds it anew, after a safety copy; answers with the run's id at once. */
export async function startResetAction(input: z.input<typeof request>) {
  return start(input);
}
