'use server';

import { z } from 'zod';
import { cloneContentPoint } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({ backupId: z.string().max(100) });

const clone = adminAction(request, 'content', ({ backupId }, { id, name }) =>
  cloneContentPoint(backupId, { trigger: 'manual', actor: { id, name } }),
);

/** Makes the content folder anew from a backup, where its repository is gone. */
export async function cloneContentAction(input: z.input<typeof request>) {
  return clone(input);
}
