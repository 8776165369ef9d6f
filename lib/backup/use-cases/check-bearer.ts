import { appError } from '../kernel/app-error';
import { sameSecret } from '../kernel/digest';
import { err, ok, type Result } from '../kernel/result';

const SHORTEST = 32;

/**
 * Whether a caller knows a secret of the environment. Fails closed in every environment: where no good secret is set,
 * nobody does. Errors: UNSUPPORTED (no secret, or a short one: the route answers 503), UNAUTHENTICATED.
 */
export function checkBearer(
  authorization: string | null,
  { secret = '', variable, what }: { secret: string | undefined; variable: string; what: string },
): Result<null> {
  if (secret.length < SHORTEST) {
    return err(
      appError('UNSUPPORTED', `${what} not set up: ${variable} is missing or too short.`, {
        hint: `Set ${variable} to a random text of at least 32 characters.`,
      }),
    );
  }
  if (sameSecret(authorization ?? '', `Bearer ${secret}`)) return ok(null);
  return err(appError('UNAUTHENTICATED', 'The bearer token is missing or wrong.'));
}
