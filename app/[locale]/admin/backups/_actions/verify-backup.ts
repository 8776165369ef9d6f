'use server';

import { z } from 'zod';
import { host, ok, verifyBackup } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({
  backupId: z.string().max(40),
  level: z.enum(['bytes', 'restore']),
  idempotencyKey: z.string().min(8).max(100),
});

const verify = adminAction(request, 'run', async (input, actor) => {
  const started = await verifyBackup(input, { trigger: 'manual', actor: { id: actor.id, name: actor.name } });
  if (!started.ok) return started;
  if (started.value.finished) host.runAfterResponse(started.value.finished);
  return ok({ runId: started.value.run.id });
});

/** Reads a backup back, or proves it by restoring; answers with the run's id at once. */
export async function verifyBackupAction(input: z.input<typeof request>) {
  return verify(input);
}
