'use server';

import { z } from 'zod';
import { copyBackup, host, ok } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({ backupId: z.string().max(40), to: z.string().max(40) });

const copy = adminAction(request, 'run', async ({ backupId, to }, { id, name }) => {
  const started = await copyBackup({ id: backupId, to }, { trigger: 'manual', actor: { id, name } });
  if (!started.ok) return started;
  if (started.value.finished) host.runAfterResponse(started.value.finished);
  return ok({ started: started.value.started });
});

/** Copies a recovery point to another destination; answers at once, the outcome stands on the page. */
export async function copyBackupAction(input: z.input<typeof request>) {
  return copy(input);
}
