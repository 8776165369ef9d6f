import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { takeAttempt } from '../runs/attempts';
import { reachDatabase } from './reach-database';
import { recordAudit } from './record-audit';

const PASSWORDS_PER_MINUTE = 5;

/** The password of a signed-in admin, given again just now. Throws BUSY after too many tries, FORBIDDEN for a wrong one. */
export async function confirmPassword(
  context: BackupContext,
  { id, name }: { id: string; name: string },
  password: string,
): Promise<void> {
  const limit = { key: `password:${id}`, limit: PASSWORDS_PER_MINUTE, windowSeconds: 60 };
  const { allowed, retryAfterSeconds } = await takeAttempt(await reachDatabase(context), limit);
  if (!allowed) {
    throw failure('BUSY', 'Too many tries with a password.', { hint: `Wait ${retryAfterSeconds} s, then try again.` });
  }
  const right = await context.host.confirmPassword(id, password);
  const act = right ? 'sign-in.confirm' : 'sign-in.refuse';
  await recordAudit(context, { act, actor: { id, name }, from: 'manual' });
  if (right) return;
  throw failure('FORBIDDEN', 'That is not your password.', {
    hint: 'Type the password that you sign in with.',
    fields: { password: 'Not your password.' },
  });
}

/** The name of the site, typed by whoever is about to change live data. Throws INVALID_INPUT. */
export function confirmSiteName({ site }: BackupContext, typed: string | undefined): void {
  if (typed?.trim() === site.name) return;
  throw failure(
    'INVALID_INPUT',
    typed?.trim() ? 'That is not the name of the site.' : 'The name of the site is missing.',
    {
      hint: `Type: ${site.name}`,
      fields: { siteName: `Type: ${site.name}` },
    },
  );
}

/** What an admin in a browser gives before live data is changed. A terminal has no password: who may use it owns the machine. */
export interface Confirmation {
  siteName?: string;
  password?: string;
}

/** Both of the above, the name first: a wrong name costs no try. */
export async function confirmAct(
  context: BackupContext,
  { siteName, password }: Confirmation,
  { trigger, actor }: { trigger: string; actor: { id: string | null; name: string } },
): Promise<void> {
  confirmSiteName(context, siteName);
  if (trigger === 'cli') return;
  if (!actor.id) throw failure('FORBIDDEN', 'Only a signed-in admin or the terminal may change live data.');
  await confirmPassword(context, { id: actor.id, name: actor.name }, password ?? '');
}
