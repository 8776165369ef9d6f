'use server';

import { z } from 'zod';
import { undeleteBackup } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({ backupId: z.string().max(40) });

const putBack = adminAction(request, 'delete', ({ backupId }, actor) =>
  undeleteBackup({ id: backupId, actorName: actor.name, actorId: actor.id }),
);

/** Puts a deleted backup back. */
export async function undeleteBackupAction(input: z.input<typeof request>) {
  return putBack(input);
}
