import type { CopyView } from './copy-view';
import type { ErrorView, ProgressView, Proof, RunKind, ScopeView, Trigger } from './run-view';

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
  encryption: {
    kind: 'none' | 'age';
    /** Public keys that it is encrypted to. */
    recipients: string[];
    /** False where it is encrypted and no private key is set on this server: it cannot be proven by restore here. */
    keyHere: boolean;
  };
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
  /** Off-site, in the order of the settings; empty where none is set up. */
  copies: CopyView[];
  verifications: VerificationView[];
  /** Who keeps it and why; null inside where the record cannot be believed. It holds all the same. */
  pin: { at: string | null; actorName: string | null; note: string | null } | null;
  /** Why it cannot be deleted now; null where it can. */
  keepReason: 'last-good' | 'in-use' | 'pinned' | null;
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
  pinned: boolean;
  /** Off-site copies; null without a backup or without destinations. */
  copies: { done: number; failed: number; total: number } | null;
}

export interface HistoryPageView {
  rows: HistoryRowView[];
  /** Pass as `before` for the next page; null at the end. */
  nextCursor: string | null;
}
