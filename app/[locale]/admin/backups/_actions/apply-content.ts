'use server';

import { z } from 'zod';
import { applyContentAct } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({
  token: z.string().max(500_000),
  confirmCount: z.number().int().optional(),
  keepLocally: z.boolean().optional(),
  idempotencyKey: z.string().min(8).max(100),
});

const apply = adminAction(request, 'content', (input, actor) => applyContentAct({ ...input, actor }));

/** Carries out a plan that was read, as one commit; refused where those files have moved since. */
export async function applyContentAction(input: z.input<typeof request>) {
  return apply(input);
}
