'use server';

import { z } from 'zod';
import { type BackupPolicy, ok, setPolicy } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({
  policy: z.custom<BackupPolicy>((value) => typeof value === 'object' && value !== null),
  version: z.number().int().min(0),
});

const save = adminAction(request, 'delete', async (input, actor) => {
  const saved = await setPolicy(input, { trigger: 'manual', actor });
  return saved.ok ? ok({ version: saved.value.version }) : saved;
});

/** Saves the policy against the version that was read. */
export async function savePolicyAction(input: z.input<typeof request>) {
  return save(input);
}
