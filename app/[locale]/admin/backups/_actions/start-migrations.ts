'use server';

import { z } from 'zod';
import { host, ok, startMigrations } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({
  pending: z.array(z.string().max(300)).max(2_000),
  idempotencyKey: z.string().min(8).max(100),
});

const start = adminAction(request, 'restore', async (input, { id, name }) => {
  const started = await startMigrations(input, { trigger: 'manual', actor: { id, name } });
  if (!started.ok) return started;
  if (started.value.finished) host.runAfterResponse(started.value.finished);
  return ok({ runId: started.value.run.id });
});

/** Runs the pending migrations that were seen, after a backup; answers with the run's id at once. */
export async function startMigrationsAction(input: z.input<typeof request>) {
  return start(input);
}
