import type { BackupView } from './backup-view';
import type { ErrorView } from './run-view';
import type { StorageView } from './state-view';

/** A destination tried out: an object was written, read back, listed and deleted. */
export interface StorageTestView {
  at: string;
  passed: boolean;
  /** Names the step that failed and the permission it needs. */
  error: ErrorView | null;
  steps: { step: 'write' | 'read' | 'list' | 'refuse-overwrite' | 'sweep' | 'delete'; durationMs: number }[];
  /** How far the clock of this server is ahead of that of the store; 0 where they agree. */
  clockAheadMs: number;
}

export interface DestinationView {
  /** `primary`, or the name of the copies in the settings. */
  name: string;
  kind: StorageView['kind'];
  description: string;
  /** Null where it does not answer: `error` says why. */
  holds: { backups: number; bytes: number; newestAt: string | null; freeBytes: number | null } | null;
  error: ErrorView | null;
  /** Of this address, on whatever instance; null where there was none. */
  lastTest: StorageTestView | null;
  /** Of destinations that the policy copies to: recovery points that are not there yet, and those whose last attempt failed. */
  missing: number;
  failed: number;
}

export interface StoragePageView {
  /** The primary one first. */
  destinations: DestinationView[];
  /** Newest first, at most 20: the newest ones, and those of which a copy is missing. */
  points: Pick<BackupView, 'id' | 'createdAt' | 'size' | 'proof' | 'copies'>[];
  /** Days for which the stores with Object Lock keep each backup; 0: no lock. */
  lockDays: number;
}
