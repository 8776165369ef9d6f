import { headers } from 'next/headers';
import type { z } from 'zod';
import { told } from '@/components/admin/backups/messages/texts/told';
import {
  type ActionResult,
  type Actor,
  type AppError,
  AppFailure,
  appError,
  host,
  newReference,
  type Permission,
  type Result,
} from '@/lib/backup/server';

/**
 * The one shape of a server action: same origin, then authorise by the live role, then parse, then run.
 * One of the three catch sites: an expected failure is told, a bug is logged under a reference.
 */
export function adminAction<Schema extends z.ZodType, Data>(
  schema: Schema,
  permission: Permission,
  run: (input: z.output<Schema>, actor: Actor) => Promise<Result<Data>>,
): (input: z.input<Schema>) => Promise<ActionResult<Data>> {
  const answered = async (input: z.input<Schema>): Promise<ActionResult<Data>> => {
    try {
      if (!(await sameOrigin())) return refused(appError('FORBIDDEN', 'This request came from another site.'));
      const authorized = await host.authorize(permission);
      if (!authorized.ok) return refused(notAllowed(authorized.code));
      const parsed = schema.safeParse(input);
      if (!parsed.success) {
        const fields = Object.fromEntries(parsed.error.issues.map(({ path, message }) => [path.join('.'), message]));
        return refused(appError('INVALID_INPUT', 'Some of what was sent is not valid.', { fields }));
      }
      const outcome = await run(parsed.data, authorized.actor);
      return outcome.ok ? { ok: true, data: outcome.value } : refused(outcome.error);
    } catch (thrown) {
      if (thrown instanceof AppFailure) return refused(thrown.error);
      const ref = newReference();
      host.log.error('A server action failed.', { ref, cause: thrown });
      return refused(
        appError('INTERNAL', 'Something went wrong on the server. Nothing was changed by this press.', {
          hint: 'Try again. If it happens again, give the reference to whoever runs this site.',
          ref,
        }),
      );
    }
  };
  return (input) => told(answered(input));
}

const notAllowed = (code: 'UNAUTHENTICATED' | 'FORBIDDEN'): AppError =>
  code === 'UNAUTHENTICATED'
    ? appError(code, 'You are signed out.', { hint: 'Sign in again.' })
    : appError(code, 'Your account may not do this.', { hint: 'Ask an admin for the permission system:backup.' });

function refused<Data>({ code, message, hint, ref, retryable, fields, details }: AppError): ActionResult<Data> {
  return { ok: false, error: { code, message, hint, ref, retryable, fields, details } };
}

/** Next.js lets an action without an Origin header pass; we do not. */
async function sameOrigin(): Promise<boolean> {
  const sent = await headers();
  const origin = sent.get('origin');
  const fetchSite = sent.get('sec-fetch-site');
  if (!origin || (fetchSite && fetchSite !== 'same-origin')) return false;
  const target = sent.get('x-forwarded-host') ?? sent.get('host');
  return URL.canParse(origin) && new URL(origin).host === target;
}
