'use server';

import { z } from 'zod';
import { type BackupRequest, host, ok, startBackup } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.custom<BackupRequest>((value) => typeof value === 'object' && value !== null);

const start = adminAction(request, 'run', async (input, actor) => {
  const started = await startBackup(input, { trigger: 'manual', actor: { id: actor.id, name: actor.name } });
  if (!started.ok) return started;
  if (started.value.finished) host.runAfterResponse(started.value.finished);
  return ok({ runId: started.value.run.id });
});

/** "Back up now": answers with the run's id at once, while the run goes on. */
export async function startBackupAction(input: BackupRequest) {
  return start(input);
}
