import { setTimeout as delay } from 'node:timers/promises';
import type { AppAddress } from '../support/running-app';
import { signIn } from './sign-in';

export interface PollerOutcome {
  answers: number;
  /** Answers that no state of the site allows, for example "you are no admin". */
  wrong: string[];
  /** Requests that failed or were answered with 5xx. */
  errors: string[];
  longestMs: number;
  /** How often the site asked to sign in again. */
  signedOut: number;
}

/**
 * Asks every 10 ms, one request at a time, what only an admin of the live database is told. A restore from the terminal
 * ends the sign-ins of before, so "signed out" is right once: signing in again must work at once, with the same password.
 */
export async function startPoller(app: AppAddress): Promise<{ stop(): Promise<PollerOutcome> }> {
  let cookie = await signIn(app);
  const outcome: PollerOutcome = { answers: 0, wrong: [], errors: [], longestMs: 0, signedOut: 0 };
  let going = true;
  const ask = async () => {
    const began = performance.now();
    try {
      const response = await fetch(`${app.baseUrl}/api/admin/backups/runs`, { headers: { cookie } });
      const text = await response.text();
      outcome.longestMs = Math.max(outcome.longestMs, Math.round(performance.now() - began));
      if (response.status >= 500) outcome.errors.push(`${response.status} ${text}`);
      else if (response.status === 200 && JSON.parse(text).ok === true) outcome.answers += 1;
      else if (response.status === 401) {
        outcome.signedOut += 1;
        cookie = await signIn(app);
      } else outcome.wrong.push(`${response.status} ${text}`);
    } catch (thrown) {
      outcome.errors.push(String(thrown));
    }
  };
  const loop = (async () => {
    while (going) {
      await ask();
      await delay(10);
    }
  })();
  return {
    async stop() {
      going = false;
      await loop;
      return outcome;
    },
  };
}
