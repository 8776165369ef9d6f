'use server';

import { z } from 'zod';
import { host, ok, startSeed } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({ does: z.enum(['fill', 'mark']), idempotencyKey: z.string().min(8).max(100) });

const start = adminAction(request, 'restore', async (input, { id, name }) => {
  const started = await startSeed(input, { trigger: 'manual', actor: { id, name } });
  if (!started.ok) return started;
  if (started.value.finished) host.runAfterResponse(started.value.finished);
  return ok({ runId: started.value.run.id });
});

/** Seeds as the page said that it would; answers with the run's id at once. */
export async function startSeedAction(input: z.input<typeof request>) {
  return start(input);
}
