import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 15 * 60;

/**
 * Failed attempts only. In memory: each instance counts for itself and a restart forgets, which still makes guessing
 * hopeless against bcrypt.
 */
const byEmail = new RateLimiterMemory({ keyPrefix: 'email', points: 10, duration: WINDOW_SECONDS });
const byAddress = new RateLimiterMemory({ keyPrefix: 'address', points: 50, duration: WINDOW_SECONDS });

export interface SignInAttempt {
  /** Gives the attempt back: it was right. */
  forgive(): Promise<void>;
}

/** Counts an attempt before the password is looked at, so that parallel guesses count too. Null: too many. */
export async function countSignInAttempt(email: string, address: string): Promise<SignInAttempt | null> {
  const person = email.trim().toLowerCase();
  try {
    await byAddress.consume(address);
    await byEmail.consume(person);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return null;
    throw refusal;
  }
  return {
    async forgive() {
      await byEmail.delete(person);
      await byAddress.reward(address);
    },
  };
}

/**
 * The address that the nearest proxy saw: the last entry, because a caller can write anything into the earlier ones.
 * `TRUSTED_PROXIES` is the number of proxies in front of the app, 1 where it is not set.
 */
export function callerAddress(headers: Headers): string {
  const chain = (headers.get('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim());
  const proxies = Math.max(1, Number.parseInt(process.env.TRUSTED_PROXIES ?? '1', 10) || 1);
  return chain.at(-Math.min(proxies, chain.length)) || 'unknown';
}
