'use server';

import { z } from 'zod';
import { testStorage } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({ name: z.string().max(40) });

const test = adminAction(request, 'run', ({ name }) => testStorage(name));

/** Writes one tiny object to a destination, reads it back, lists and deletes it. */
export async function testStorageAction(input: z.input<typeof request>) {
  return test(input);
}
