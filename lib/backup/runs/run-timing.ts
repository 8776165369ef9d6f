import { LEASE_SECONDS } from './lease';

/** Milliseconds. Other values are for tests. */
export interface RunTiming {
  /** Between two looks at the row: bounds how late a cancel is seen. */
  pollMs: number;
  /** At least this long between two writes of progress. */
  writeMs: number;
  /** At most this long between two renewals of the lease. */
  heartbeatMs: number;
  leaseMs: number;
  /** How long one statement is waited for before the next one is tried. */
  answerMs: number;
  /** How long aborted work may take to wind down before the run is ended without it. */
  windDownMs: number;
  /** How long the end of a run is tried to be written while the database is away. */
  finishMs: number;
}

export const RUN_TIMING: RunTiming = {
  pollMs: 500,
  writeMs: 1000,
  heartbeatMs: 4000,
  leaseMs: LEASE_SECONDS * 1000,
  answerMs: 3000,
  windDownMs: 30_000,
  finishMs: 60_000,
};
