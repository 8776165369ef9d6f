import type { PhaseKey, ProgressView } from '../views';
import type { RunOptions } from './schema';

export type ProgressFigures = Pick<ProgressView, 'tablesDone' | 'tablesTotal' | 'bytes'>;

/** Writes into one phase of the run's page. */
export interface PhaseRecorder {
  /** One line of the build log; the newest 200 of a phase are kept. Never a secret, never raw driver text. */
  log(text: string): void;
  /** Figures for the phase's line of outcome, merged with those before. */
  facts(facts: Record<string, string | number>): void;
}

/** What the work of a run is given. After the end of the run all of it does nothing. */
export interface RunContext {
  readonly runId: string;
  /** Aborts with an AppFailure as reason: CANCELLED by an admin, STALE or DATABASE_DOWN where the lease is lost. */
  readonly signal: AbortSignal;
  /** Records start, end and outcome of `work`. Phases may overlap; a key used again reopens its phase. */
  phase<T>(key: PhaseKey, work: (phase: PhaseRecorder) => Promise<T>): Promise<T>;
  /** Cheap: call it as often as figures change, they are written once a second. */
  progress(figures: Partial<ProgressFigures>): void;
  /** What was really used in place of "auto", and the size in bytes of what was stored. */
  result(facts: Partial<RunOptions> & { size?: number }): void;
  /** Asks the database, just before a commit, whether this run may still commit. Throws STALE, CANCELLED, DATABASE_DOWN. */
  assertLease(): Promise<void>;
  /**
   * The point from which the run cannot be stopped: from here on a cancel is refused, and `signal` does not fire any
   * more. Throws as `assertLease` does, CANCELLED where somebody was faster.
   */
  commitPoint(): Promise<void>;
}
