import type { RunStatus } from './run-view';

/** Worst first: what decides the verdict is the first of these that any migration is in. */
export type MigrationRowState =
  /** Objects that it makes are there, yet it is not recorded: it was run by hand, or stopped half-way. */
  | 'half-applied'
  /** Its file was edited after the database ran it. */
  | 'changed'
  /** The database ran it; this version of the app does not know it. */
  | 'unknown'
  /** The journal names it, the file is not there. */
  | 'file-missing'
  | 'pending'
  /** A file that the journal does not name: no migrator ever runs it. */
  | 'unlisted'
  | 'applied';

export type MigrationNote =
  /** Older than the newest applied: Drizzle's own migrator leaves it out without a word. */
  | 'skipped-by-drizzle'
  /** Another migration of the journal has the same time. */
  | 'duplicate-time'
  /** Its time is older than the one of a migration before it in the journal. */
  | 'out-of-order';

export interface MigrationStateRow {
  tag: string | null;
  /** Of the file; null where there is none. */
  hash: string | null;
  /** What the database recorded, where that differs from the file. */
  recordedHash: string | null;
  bytes: number | null;
  /** When it was written, as the journal says. */
  madeAt: string | null;
  /** When the database recorded it; null where the server does not keep the times of its transactions. */
  appliedAt: string | null;
  /** The oldest recovery point that has it: it was applied before. */
  seenAt: string | null;
  state: MigrationRowState;
  notes: MigrationNote[];
  /** Of a migration that is not recorded: how many of the objects that it makes are there. */
  objects: { present: number; total: number } | null;
}

export type MigrationRefusal = 'nothing-pending' | 'half-applied' | 'file-missing' | 'diverged';

export interface MigrationStateView {
  verdict: MigrationRowState;
  applied: number;
  journal: number;
  files: number;
  rows: MigrationStateRow[];
  /** Tags that a run would apply, in their order. */
  pending: string[];
  /** Why nothing can be run; null where it can. */
  refusal: MigrationRefusal | null;
  /** The newest run of migrations by this module. */
  lastRun: { id: string; status: RunStatus; at: string; actorName: string; message: string | null } | null;
}
