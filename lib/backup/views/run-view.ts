import type { AppError } from '../kernel/app-error';

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
