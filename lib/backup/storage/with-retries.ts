import { setTimeout as sleep } from 'node:timers/promises';
import { cancelled } from './until-aborted';

/** How long a driver waits for a store that does not answer well. */
export interface Patience {
  /** Longest silence of a connection. Milliseconds. */
  idleMs: number;
  /** Longest wait before the second attempt; four times as long before each further one. Milliseconds. */
  firstDelayMs: number;
}

export const PATIENCE: Patience = { idleMs: 30_000, firstDelayMs: 250 };

export const ATTEMPTS = 5;
const LONGEST_DELAY_MS = 4000;

/** A random part of a span that grows with each attempt: many clients of a store that was down do not come back at once. */
export const retryDelay = (attempt: number, firstDelayMs: number, random: () => number = Math.random): number =>
  random() * Math.min(LONGEST_DELAY_MS, firstDelayMs * 4 ** (attempt - 1));

export interface Retrying {
  patience: Patience;
  /** Whether the same request may succeed later. */
  isPassing: (error: unknown) => boolean;
  signal?: AbortSignal;
}

/** Does an idempotent step up to five times; throws what the last attempt threw, or CANCELLED once the signal fires. */
export async function withRetries<T>(
  work: (attempt: number) => Promise<T>,
  { patience, isPassing, signal }: Retrying,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    if (signal?.aborted) throw cancelled();
    try {
      return await work(attempt);
    } catch (error) {
      if (signal?.aborted) throw cancelled();
      if (attempt >= ATTEMPTS || !isPassing(error)) throw error;
      await sleep(retryDelay(attempt, patience.firstDelayMs), undefined, { signal }).catch(() => {
        throw cancelled();
      });
    }
  }
}
