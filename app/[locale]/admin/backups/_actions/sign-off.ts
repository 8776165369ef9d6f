'use server';

import { z } from 'zod';
import { SIGN_OFF_DAYS, SIGN_OFF_ITEMS, signOff } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({
  item: z.enum(SIGN_OFF_ITEMS),
  note: z.string().max(500),
  days: z.number().int().min(1).max(SIGN_OFF_DAYS.longest),
});

const sign = adminAction(request, 'run', (input, { id, name }) =>
  signOff(input, { trigger: 'manual', actor: { id, name } }),
);

/** Writes down that the acting admin vouches for an item of the checklist. */
export async function signOffAction(input: z.input<typeof request>) {
  return sign(input);
}
