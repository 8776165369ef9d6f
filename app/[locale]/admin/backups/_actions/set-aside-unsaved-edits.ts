'use server';

import { z } from 'zod';
import { setAsideUnsavedEdits } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({
  paths: z.array(z.string().max(4_096)).min(1).max(5_000),
  message: z.string().max(2_000).optional(),
});

const setAside = adminAction(request, 'content', (input, actor) => setAsideUnsavedEdits({ ...input, actor }));

/** Puts edits into a rescue ref, then the files as they were committed. */
export async function setAsideUnsavedEditsAction(input: z.input<typeof request>) {
  return setAside(input);
}
