'use server';

import { z } from 'zod';
import { mendContent } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({
  act: z.enum(['attach-branch', 'abort-merge', 'remove-lock', 'deepen', 'fetch', 'push']),
});

const mend = adminAction(request, 'content', ({ act }, actor) => mendContent({ act, actor }));

/** Mends a condition of the repository where that is safe. */
export async function mendContentAction(input: z.input<typeof request>) {
  return mend(input);
}
