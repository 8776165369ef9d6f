'use server';

import { z } from 'zod';
import { revokeSignOff, SIGN_OFF_ITEMS } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({ item: z.enum(SIGN_OFF_ITEMS) });

const revoke = adminAction(request, 'run', (input, { id, name }) =>
  revokeSignOff(input, { trigger: 'manual', actor: { id, name } }),
);

/** Takes a sign-off back: the item is open again. */
export async function revokeSignOffAction(input: z.input<typeof request>) {
  return revoke(input);
}
