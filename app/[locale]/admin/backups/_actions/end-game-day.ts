'use server';

import { z } from 'zod';
import { endGameDay, ok } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({
  id: z.string().max(100),
  people: z.array(z.string().max(200)).max(50),
  notes: z.string().max(4_000),
  giveUp: z.boolean(),
});

const end = adminAction(request, 'restore', async (input, { id, name }) => {
  const ended = await endGameDay(input, { trigger: 'manual', actor: { id, name } });
  return ended.ok ? ok({ outcome: ended.value.outcome }) : ended;
});

/** Signs what a rehearsal came to, or that it was given up, and drops its database. */
export async function endGameDayAction(input: z.input<typeof request>) {
  return end(input);
}
