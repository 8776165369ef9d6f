'use server';

import { z } from 'zod';
import { deleteBackup } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({ backupId: z.string().max(40) });

const remove = adminAction(request, 'delete', ({ backupId }, actor) =>
  deleteBackup({ id: backupId, actorName: actor.name, actorId: actor.id }),
);

/** Takes a backup out of the catalogue; its file stays for the grace period. Never the last good one. */
export async function deleteBackupAction(input: z.input<typeof request>) {
  return remove(input);
}
