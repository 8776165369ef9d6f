'use server';

import { z } from 'zod';
import { sendTestNotice } from '@/lib/backup/server';
import { adminAction } from './admin-action';

const send = adminAction(z.strictObject({}), 'run', (_, actor) =>
  sendTestNotice({ trigger: 'manual', actor: { id: actor.id, name: actor.name } }),
);

/** Sends one message by every way that is set, and answers with what came of it. */
export async function sendTestNoticeAction() {
  return send({});
}
