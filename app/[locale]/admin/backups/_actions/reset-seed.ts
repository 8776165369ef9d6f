'use server';

import { z } from 'zod';
import { ok, resetSeedStatus } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({ startedAt: z.iso.datetime() });

const reset = adminAction(request, 'restore', async (input, { id, name }) => {
  const cleared = await resetSeedStatus(input, { trigger: 'manual', actor: { id, name } });
  return cleared.ok ? ok(null) : cleared;
});

/** Takes away the row of a seed that failed or went silent. */
export async function resetSeedAction(input: z.input<typeof request>) {
  return reset(input);
}
