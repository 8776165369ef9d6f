import type { AppError } from '../kernel/app-error';
import type { RestoredContentView } from './restore-content-view';

export type Proof = 'stored' | 'read-back' | 'restored' | 'damaged';
/** `missed`: a moment of the schedule that brought no backup; it never ran. */
export type RunStatus = 'running' | 'done' | 'failed' | 'cancelled' | 'lost' | 'missed';
/** `reset` empties the site and seeds it anew; `undo` swaps a replaced database back; `prune` deletes what the policy lets go. */
export type RunKind = 'backup' | 'verify' | 'restore' | 'undo' | 'reset' | 'migrate' | 'seed' | 'content' | 'prune';
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
  | 'restore'
  /** The phases of a restore, after `readback`. */
  | 'safety'
  | 'load'
  | 'compare'
  | 'migrate'
  | 'prepare'
  | 'swap'
  /** After the swap. */
  | 'content';

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
  /** False once the run has begun what cannot be stopped half-way. */
  cancellable: boolean;
  /** Of a restore, an undo or a reset. */
  restore: RestoreFactsView | null;
}

/** What a restoring run tells in its row; the comparison stands in the storage, see RestoreResultView. */
export interface RestoreFactsView {
  target: 'database' | 'live' | 'side-tables' | 'live-tables';
  /** Of a live target, how it is replaced. */
  method: 'swap' | 'transaction' | 'create' | null;
  /** Name of the database that is written, or will be. */
  database: string;
  /** New schema with the tables to look at. */
  schema: string | null;
  /** Name under which the replaced database is kept. */
  keptAs: string | null;
  safetyBackupId: string | null;
  swapMs: number | null;
  /** Set where the content comes along. */
  content?: RestoredContentView;
}
