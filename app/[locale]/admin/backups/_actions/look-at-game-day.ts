'use server';

import { z } from 'zod';
import { lookAtGameDay, ok } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({ id: z.string().max(100) });

const look = adminAction(request, 'restore', async (input) => {
  const looked = await lookAtGameDay(input);
  return looked.ok ? ok(null) : looked;
});

/** Looks at what a rehearsal restored; what it found stands on the page. */
export async function lookAtGameDayAction(input: z.input<typeof request>) {
  return look(input);
}
