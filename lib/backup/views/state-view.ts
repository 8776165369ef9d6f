import type { ErrorView } from './run-view';

export type VerdictState = 'safe' | 'at-risk' | 'unsafe' | 'empty' | 'unknown';

export type VerdictReason =
  | 'proven'
  | 'read-back'
  | 'never-restored'
  | 'old'
  /** What is off-site is older than the objective, or nothing is. */
  | 'not-off-site'
  /** The policy copies to a destination that is not configured any more. */
  | 'unknown-destination'
  /** The policy counts only what was restored exactly, and that is older than the objective. */
  | 'not-restored'
  | 'drill-late'
  /** Every good backup bears a time that is still to come. */
  | 'clock'
  | 'newest-damaged'
  | 'all-failed'
  | 'no-backup'
  | 'storage-down';

/** Answers "am I safe?". The words belong to the page, `reason` chooses them. `safe` is protected, `unsafe` and `empty` are not. */
export interface VerdictView {
  state: VerdictState;
  reason: VerdictReason;
  /** All that is wrong, the weightiest first; where nothing is, why all is well. */
  reasons: VerdictReason[];
  /** The moment to which everything can be put back. */
  lastGoodAt: string | null;
  lastVerifiedAt: string | null;
  tables: number | null;
  failedSince: number;
  lastError: ErrorView | null;
  /** Names that the policy copies to and that BACKUP_COPIES does not know. */
  unknownDestinations: string[];
}

export type MigrationVerdict = 'same' | 'pending' | 'unknown' | 'changed';

export interface MigrationsView {
  verdict: MigrationVerdict;
  applied: number;
  journal: number;
  rows: {
    tag: string | null;
    hash: string;
    appliedAt: string | null;
    state: 'applied' | 'pending' | 'unknown' | 'changed';
  }[];
}

export interface SeedView {
  /** `never`: there is no row. `stale`: it says seeding, and the next start takes it over, for whoever wrote it is gone. */
  status: 'never' | 'seeding' | 'stale' | 'failed' | 'completed';
  startedAt: string | null;
  completedAt: string | null;
  error: string | null;
}

export interface DatabaseView {
  version: string;
  database: string;
  host: string;
  sizeBytes: number;
  tables: number;
  rowsEstimate: number;
  largest: { schema: string; name: string; bytes: number; rowsEstimate: number }[];
}

export interface ContentView {
  head: string;
  subject: string;
  committedAt: string;
  branch: string | null;
  remote: string | null;
  pushed: boolean | null;
  dirty: number;
}

export interface EnginesView {
  /** What `auto` takes for this server; null where nothing fits. */
  chosen: { name: 'native' | 'wasm'; version: string } | null;
  candidates: {
    name: 'native' | 'wasm';
    version: string | null;
    location: string;
    fits: boolean;
    reason: string | null;
  }[];
}

export interface StorageView {
  kind: 'local' | 's3' | 'gcs';
  description: string;
  backups: number;
  bytes: number;
  freeBytes: number | null;
  /** Off-site destinations, with the state of the newest good recovery point there; null before the first one. */
  copies: {
    name: string;
    kind: 'local' | 's3' | 'gcs';
    description: string;
    newest: 'done' | 'copying' | 'failed' | 'waiting' | null;
    /** Recovery points that are there. */
    backups: number;
  }[];
}
