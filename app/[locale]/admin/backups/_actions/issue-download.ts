'use server';

import { z } from 'zod';
import { issueDownload, ok } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({ backupId: z.string().max(40), password: z.string().min(1).max(1000) });

const issue = adminAction(request, 'download', async ({ backupId, password }, actor) => {
  const issued = await issueDownload({ backupId, actor, password });
  return issued.ok ? ok({ url: `/api/admin/backups/download?token=${issued.value.token}` }) : issued;
});

/** A link that downloads one backup once, within a minute, after the password was given again. */
export async function issueDownloadAction(input: z.input<typeof request>) {
  return issue(input);
}
