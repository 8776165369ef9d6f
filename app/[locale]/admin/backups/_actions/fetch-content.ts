'use server';

import { z } from 'zod';
import { fetchContent } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const request = z.strictObject({});

const ask = adminAction(request, 'content', () => fetchContent());

/** Asks the remote what is new. No file on this server changes. */
export async function fetchContentAction() {
  return ask({});
}
