'use server';

import { z } from 'zod';
import { cancelRun, ok } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({ runId: z.string().max(40) });

const cancel = adminAction(request, 'run', async ({ runId }, actor) => {
  const cancelled = await cancelRun({ runId, actorName: actor.name, actorId: actor.id });
  return cancelled.ok ? ok(null) : cancelled;
});

/** Asks a run to stop; it ends within two seconds. */
export async function cancelRunAction(input: z.input<typeof request>) {
  return cancel(input);
}
