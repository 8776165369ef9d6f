import type { BackupContext } from '../context';
import { appError } from '../kernel/app-error';
import { sameSecret } from '../kernel/digest';
import { err, ok, type Result } from '../kernel/result';

const SHORTEST = 32;

/**
 * Whether a caller knows CRON_SECRET. Fails closed in every environment: where no good secret is set, nobody does.
 * Errors: UNSUPPORTED (no secret, or a short one: the route answers 503), UNAUTHENTICATED.
 */
export function checkCronSecret({ settings }: BackupContext, authorization: string | null): Result<null> {
  const secret = settings.CRON_SECRET ?? '';
  if (secret.length < SHORTEST) {
    return err(
      appError('UNSUPPORTED', 'The schedule is not set up: CRON_SECRET is missing or too short.', {
        hint: 'Set CRON_SECRET to a random text of at least 32 characters.',
      }),
    );
  }
  if (sameSecret(authorization ?? '', `Bearer ${secret}`)) return ok(null);
  return err(appError('UNAUTHENTICATED', 'The bearer token is missing or wrong.'));
}
