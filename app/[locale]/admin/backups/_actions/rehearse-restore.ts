'use server';

import { z } from 'zod';
import { host, ok, rehearseRestore } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({
  id: z.string().max(100),
  ticks: z.strictObject({ credentials: z.boolean(), keys: z.boolean(), runbook: z.boolean() }),
});

const rehearse = adminAction(request, 'restore', async (input, actor) => {
  const started = await rehearseRestore({ ...input, actor });
  if (!started.ok) return started;
  if (started.value.finished) host.runAfterResponse(started.value.finished);
  return ok({ runId: started.value.run.id });
});

/** Restores the backup of a rehearsal beside the live site; answers with the run's id at once. */
export async function rehearseRestoreAction(input: z.input<typeof request>) {
  return rehearse(input);
}
