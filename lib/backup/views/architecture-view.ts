import type { FindingView } from './readiness-view';
import type { ErrorView, Proof } from './run-view';

/** The table of the guide, in its order; then what it does not name. */
export type DataKind =
  | 'people'
  | 'sessions'
  | 'payments'
  | 'interactions'
  | 'items'
  | 'pages'
  | 'settings'
  | 'copies'
  | 'other'
  | 'module';

export interface ArchitectureTableView {
  schema: string;
  name: string;
  /** From statistics. */
  rowsEstimate: number;
  bytes: number;
  /** Exact, of the newest backup; null where it does not have this table. */
  rowsInBackup: number | null;
}

export type ArchitecturePlace =
  | { type: 'tables'; tables: ArchitectureTableView[]; rowsEstimate: number; bytes: number }
  /** `paths`: folders and files of the repository that are there. */
  | { type: 'content'; paths: string[]; files: number }
  /** `compared`: whether backups note these files one by one. */
  | {
      type: 'files';
      compared: boolean;
      files: { path: string; size: number; inBackup: 'same' | 'changed' | 'absent' }[];
    }
  | { type: 'unavailable'; error: ErrorView };

export interface ArchitectureRowView {
  kind: DataKind;
  place: ArchitecturePlace;
  /** How it is kept: by dumps, the history of Git, its remote, the bundle in the backup, the mirror of the audit, not at all. */
  kept: ('dump' | 'history' | 'remote' | 'bundle' | 'mirror')[];
  /** What is missing, the weightiest first. */
  missing: FindingView[];
}

export interface ArchitectureView {
  at: string;
  database: { name: string; host: string; version: string } | null;
  content: { path: string; branch: string | null; head: string; remote: string | null } | null;
  /** The newest good full backup: what proves every line; null where there is none. */
  backup: {
    id: string;
    createdAt: string;
    /** Whether its files answer in the main store now, in their sizes. */
    whole: boolean;
    proof: Proof;
    verifiedAt: string | null;
    /** Off-site places that have it. */
    copiedTo: string[];
    bundle: boolean;
    /** Whether it has the content as it stands now. */
    contentHere: boolean;
  } | null;
  /** Why the storage does not tell; null where it does. */
  storage: ErrorView | null;
  rows: ArchitectureRowView[];
}
