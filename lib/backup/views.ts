import type { AppError } from './kernel/app-error';

/** What leaves the domain: plain data, safe to send to a browser. Times are ISO 8601 in UTC, sizes bytes, durations milliseconds. */

export type Proof = 'stored' | 'read-back' | 'restored' | 'damaged';
export type RunStatus = 'running' | 'done' | 'failed' | 'cancelled' | 'lost';
export type RunKind = 'backup' | 'verify';
export type Trigger = 'manual' | 'schedule' | 'cli';
export type PhaseKey =
  | 'check'
  | 'snapshot'
  | 'dump'
  | 'store'
  | 'fingerprint'
  | 'context'
  | 'readback'
  | 'sign'
  | 'restore';

export interface ScopeView {
  kind: 'full' | 'schema' | 'tables';
  group: 'auth' | 'payments' | 'interactions' | null;
  tables: { schema: string; name: string }[];
  missingReferences: { schema: string; name: string }[];
}

export interface PhaseView {
  key: PhaseKey;
  state: 'waiting' | 'running' | 'done' | 'failed';
  startedAt: string | null;
  endedAt: string | null;
  /** Figures for the one line of outcome; the words belong to the page. */
  facts: Record<string, string | number>;
  log: { at: string; text: string }[];
}

export interface ProgressView {
  phase: PhaseKey;
  tablesDone: number;
  tablesTotal: number | null;
  bytes: number;
  bytesPerSecond: number | null;
}

export type ErrorView = Pick<AppError, 'code' | 'message' | 'hint' | 'ref' | 'retryable'>;

export interface RunView {
  id: string;
  kind: RunKind;
  status: RunStatus;
  trigger: Trigger;
  actorName: string;
  note: string | null;
  startedAt: string;
  finishedAt: string | null;
  durationMs: number | null;
  cancelRequested: boolean;
  /** Set from the start: the backup that is being made or verified. It exists only once it is in the catalogue. */
  backupId: string;
  scope: ScopeView['kind'];
  format: string;
  engine: string;
  verifyRestore: boolean;
  progress: ProgressView | null;
  phases: PhaseView[];
  size: number | null;
  error: ErrorView | null;
}

export interface TableView {
  schema: string;
  name: string;
  rows: number;
  digest: string;
  method: 'record' | 'text';
  /** From the newest restore proof; null where there is none. */
  restoredRows: number | null;
  same: boolean | null;
}

export interface VerificationView {
  id: string;
  level: 'bytes' | 'restore';
  passed: boolean;
  at: string;
  durationMs: number;
  restoreMs: number | null;
  reason: string | null;
}

export interface BackupView {
  id: string;
  createdAt: string;
  finishedAt: string;
  durationMs: number;
  trigger: Trigger;
  actorName: string;
  note: string | null;
  runId: string;
  scope: ScopeView;
  format: 'custom' | 'sql' | 'sql.gz';
  engine: { name: 'native' | 'wasm'; version: string };
  server: { version: string; database: string; encoding: string };
  size: number;
  plainSize: number;
  sha256: string;
  proof: Proof;
  /** False where the manifest was changed after it was signed, or signed with another key. */
  signatureValid: boolean;
  tables: TableView[];
  rows: number;
  migrations: { count: number; lastHash: string | null };
  seed: string | null;
  content: { head: string; branch: string | null; pushed: boolean | null; dirty: number } | null;
  files: number;
  appVersion: string;
  storage: string;
  verifications: VerificationView[];
  /** Why it cannot be deleted now; null where it can. */
  keepReason: 'last-good' | 'in-use' | null;
}

export type HistoryStatus = 'good' | 'unchecked' | 'damaged' | 'failed' | 'missed' | 'cancelled' | 'lost' | 'running';

export interface HistoryRowView {
  /** Id of the run, or of the backup where its run is no longer known. */
  id: string;
  status: HistoryStatus;
  kind: RunKind;
  at: string;
  durationMs: number | null;
  size: number | null;
  trigger: Trigger;
  actorName: string;
  note: string | null;
  scope: ScopeView['kind'];
  proof: Proof | null;
  runId: string | null;
  /** Only where the backup is in the catalogue. */
  backupId: string | null;
  error: ErrorView | null;
  progress: ProgressView | null;
  cancelRequested: boolean;
  keepReason: BackupView['keepReason'];
}

export interface HistoryPageView {
  rows: HistoryRowView[];
  /** Pass as `before` for the next page; null at the end. */
  nextCursor: string | null;
}

export type VerdictState = 'safe' | 'at-risk' | 'unsafe' | 'empty' | 'unknown';

/** Answers "am I safe?". The words belong to the page, `reason` chooses them. */
export interface VerdictView {
  state: VerdictState;
  reason:
    | 'proven'
    | 'read-back'
    | 'never-restored'
    | 'old'
    | 'newest-damaged'
    | 'all-failed'
    | 'no-backup'
    | 'storage-down';
  /** The moment to which everything can be put back. */
  lastGoodAt: string | null;
  lastVerifiedAt: string | null;
  tables: number | null;
  failedSince: number;
  lastError: ErrorView | null;
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
  /** `never`: there is no row. `stale`: seeding since more than five minutes. */
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
}

/** A card that may be unable to answer: it says why instead of hiding. */
export type Card<T> = { state: 'known'; value: T } | { state: 'unavailable'; error: ErrorView };

export interface OverviewView {
  site: string;
  verdict: VerdictView;
  running: RunView | null;
  /** Oldest first, at most 30. */
  strip: HistoryRowView[];
  history: HistoryPageView;
  nextRunAt: string;
  /** Median of the last good runs; null before the first. */
  usualDurationMs: number | null;
  usualRestoreMs: number | null;
  database: Card<DatabaseView>;
  migrations: Card<MigrationsView>;
  seed: Card<SeedView>;
  content: Card<ContentView>;
  engines: Card<EnginesView>;
  storage: Card<StorageView>;
  groups: { group: 'auth' | 'payments' | 'interactions'; tables: string[] }[];
}

export interface HealthView {
  status: 'healthy' | 'unhealthy';
  lastGoodAt: string | null;
  lastVerifiedAt: string | null;
}

/** What a server action answers; never an exception, never raw text of a driver. */
export type ActionResult<T> =
  | { ok: true; data: T }
  | {
      ok: false;
      error: ErrorView & {
        fields?: Record<string, string>;
        details?: Record<string, string | number | boolean | null>;
      };
    };
