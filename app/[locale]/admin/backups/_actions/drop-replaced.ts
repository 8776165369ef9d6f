'use server';

import { z } from 'zod';
import { dropReplaced } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({
  database: z.string().min(1).max(100),
  siteName: z.string().max(500),
  password: z.string().max(1_000),
});

const drop = adminAction(request, 'restore', (input, actor) => dropReplaced({ ...input, actor }));

/** Drops a database that is kept for an undo. */
export async function dropReplacedAction(input: z.input<typeof request>) {
  return drop(input);
}
