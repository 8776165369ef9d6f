import type { StorageView } from './state-view';

/** How a recovery point stands with one destination of copies. */
export interface CopyView {
  /** Name in the settings. */
  destination: string;
  kind: StorageView['kind'];
  /** "S3 bucket backups at https://…". */
  description: string;
  /** `done`: read back there. `waiting`: not tried yet. */
  state: 'done' | 'copying' | 'failed' | 'waiting';
  /** Of the last attempt. */
  at: string | null;
  /** Sentence for an admin; null unless it failed. */
  reason: string | null;
  /** Failed attempts since the last one that passed. */
  failures: number;
  nextAttemptAt: string | null;
  /** Bytes there; null unless it is done. */
  size: number | null;
}

/** One attempt to copy. */
export interface CopyOutcomeView {
  destination: string;
  at: string;
  passed: boolean;
  reason: string | null;
  size: number;
  durationMs: number;
}
