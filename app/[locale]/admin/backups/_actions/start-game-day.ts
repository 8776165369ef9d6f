'use server';

import { z } from 'zod';
import { startGameDay } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({ backupId: z.string().max(100).optional() });

const start = adminAction(request, 'restore', (input, { id, name }) =>
  startGameDay(input, { trigger: 'manual', actor: { id, name } }),
);

/** Begins a rehearsal with a backup; restores nothing yet. */
export async function startGameDayAction(input: z.input<typeof request>) {
  return start(input);
}
