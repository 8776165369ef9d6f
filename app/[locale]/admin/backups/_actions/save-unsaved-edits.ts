'use server';

import { z } from 'zod';
import { saveUnsavedEdits } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({
  paths: z.array(z.string().max(4_096)).min(1).max(5_000),
  message: z.string().max(2_000).optional(),
});

const save = adminAction(request, 'content', (input, actor) => saveUnsavedEdits({ ...input, actor }));

/** Saves edits that are in no commit as one, by the admin. */
export async function saveUnsavedEditsAction(input: z.input<typeof request>) {
  return save(input);
}
