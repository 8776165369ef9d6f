'use server';

import { z } from 'zod';
import { appError, err, ok, pathsToken } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({ paths: z.array(z.string().min(1).max(4_096)).min(1).max(5_000) });

/** What servers on the way still take as an address. */
const LONGEST_TOKEN = 7_000;

const pick = adminAction(request, 'content', async ({ paths }) => {
  const token = pathsToken(paths);
  if (token.length <= LONGEST_TOKEN) return ok({ token });
  return err(
    appError('INVALID_INPUT', `${paths.length} files are too many for one plan.`, {
      hint: 'Take the whole folder, or fewer files at a time.',
    }),
  );
});

/** A token for the address of a plan of many files. Nothing is read or changed. */
export async function pickContentAction(input: z.input<typeof request>) {
  return pick(input);
}
