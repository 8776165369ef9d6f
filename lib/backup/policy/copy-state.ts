export interface CopyAttempt {
  at: string;
  passed: boolean;
  reason: string | null;
}

export interface CopyState {
  /** `waiting`: not tried yet. */
  state: 'done' | 'failed' | 'waiting';
  /** Of the last attempt. */
  at: string | null;
  reason: string | null;
  /** Failed attempts since the last one that passed. */
  failures: number;
  /** When the schedule tries again; null where nothing is to be done. */
  nextAttemptAt: string | null;
}

const FIRST_WAIT_MS = 5 * 60_000;
const LONGEST_WAIT_MS = 12 * 3_600_000;

/**
 * How a recovery point stands with one destination. A failed copy is tried again after 5 minutes, then three times as
 * long each time, at most 12 hours, for ever. An attempt in the future is a clock that was wrong: it delays nothing.
 * `attempts`: newest first.
 */
export function copyState(now: Date, attempts: readonly CopyAttempt[]): CopyState {
  const last = attempts[0];
  if (!last) return { state: 'waiting', at: null, reason: null, failures: 0, nextAttemptAt: now.toISOString() };
  if (last.passed) return { state: 'done', at: last.at, reason: null, failures: 0, nextAttemptAt: null };
  const passedAt = attempts.findIndex(({ passed }) => passed);
  const failures = passedAt === -1 ? attempts.length : passedAt;
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 3 ** (failures - 1));
  const failedAt = Math.min(Date.parse(last.at), now.getTime());
  return {
    state: 'failed',
    at: last.at,
    reason: last.reason,
    failures,
    nextAttemptAt: new Date(failedAt + wait).toISOString(),
  };
}
