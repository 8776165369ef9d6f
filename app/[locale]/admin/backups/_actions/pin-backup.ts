'use server';

import { z } from 'zod';
import { pinBackup, unpinBackup } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({ backupId: z.string().max(40), pinned: z.boolean() });

const pin = adminAction(request, 'delete', ({ backupId, pinned }, actor) =>
  (pinned ? pinBackup : unpinBackup)({ id: backupId }, { trigger: 'manual', actor }),
);

/** Keeps a backup whatever the policy says, or releases it to the policy again. */
export async function pinBackupAction(input: z.input<typeof request>) {
  return pin(input);
}
