import type { RestoreContentPlanView, RestoredContentView, UndoContentView } from './restore-content-view';
import type { Proof, RunView, ScopeView } from './run-view';

export type RestoreTargetKind = 'database' | 'live' | 'tables';

/** Where a restore goes, as a plan or a finished run tells it. */
export type RestoreTargetView =
  /** A new database beside the live one; it is kept. */
  | { kind: 'database'; database: string }
  /**
   * The live database. `swap`: restored beside and swapped in by rename. `transaction`: the role may not create
   * databases, so one transaction empties and loads it. `create`: there is no live database any more.
   */
  | { kind: 'live'; database: string; method: 'swap' | 'transaction' | 'create'; keptAs: string | null }
  /** Chosen tables: into a new schema for looking, or into the live tables in one transaction. */
  | { kind: 'tables'; database: string; into: 'side' | 'live'; schema: string | null; tables: TableRefView[] };

export interface TableRefView {
  schema: string;
  name: string;
}

export interface RestoreTableView extends TableRefView {
  /** Rows in the live database; null where the table is not there, or nobody could count. */
  now: number | null;
  /** Rows after the restore; null where the backup does not hold the table. */
  after: number | null;
  /** Same rows with the same content; null where contents were not compared. */
  same: boolean | null;
}

export interface PersonView {
  id: string;
  email: string | null;
}

/** Accounts that the restore takes away or brings back. Lists hold at most ten. */
export interface PeopleView {
  vanish: number;
  vanishing: PersonView[];
  comeBack: number;
  comingBack: PersonView[];
}

/** Whether the admin who asks is one afterwards. `unknown`: asked from a terminal, or the accounts could not be read. */
export type ActingAdmin = 'stays' | 'not-in-backup' | 'not-admin' | 'unknown';

export type RestoreMigrations = {
  /** `behind`: these will run. `ahead`: this code is too old. `diverged`: changed or unknown migrations. */
  verdict: 'same' | 'behind' | 'ahead' | 'diverged';
  inBackup: number;
  inApp: number;
  /** Tags that run after loading, oldest first. */
  toRun: string[];
  /** Hashes in the backup that this code does not know. */
  unknown: string[];
};

export type RestoreNoticeCode =
  | 'scope-not-full'
  | 'schema-only'
  | 'damaged'
  | 'migrations-ahead'
  | 'migrations-diverged'
  | 'server-older'
  | 'extensions-missing'
  | 'no-pg-restore'
  | 'no-identity'
  | 'other-identity'
  | 'bad-identity'
  | 'no-space'
  | 'database-exists'
  | 'not-owner'
  | 'no-createdb'
  | 'foreign-sessions'
  | 'prepared-transactions'
  | 'table-missing'
  | 'table-changed'
  | 'references-break'
  | 'superuser'
  | 'not-proven'
  | 'admin-lost'
  | 'replication-slots';

/** Said on the page by its code; `message` and `hint` are for the terminal. `subject` names what it is about. */
export interface RestoreNotice {
  code: RestoreNoticeCode;
  message: string;
  hint: string;
  subject: string | null;
}

export interface RestorePlanView {
  /** Pass it to start. Null where the plan is refused. */
  token: string | null;
  plannedAt: string;
  expiresAt: string;
  site: string;
  backup: {
    id: string;
    createdAt: string;
    scope: ScopeView['kind'];
    format: string;
    engine: 'native' | 'wasm';
    size: number;
    plainSize: number;
    proof: Proof;
    note: string | null;
    tables: number;
    rows: number;
  };
  target: RestoreTargetView;
  /** Age of the backup: the time whose changes are not in it. Milliseconds. */
  lostMs: number;
  /** How `now` was found: every row counted and hashed, taken from statistics, or not at all (no live database). */
  counted: 'exact' | 'estimate' | 'none';
  /** Tables of the target that change first, by rows lost; then the same ones. */
  tables: RestoreTableView[];
  rowsLost: number;
  rowsBack: number;
  people: PeopleView | null;
  actingAdmin: ActingAdmin;
  migrations: RestoreMigrations;
  /** Seed state in the backup, and whether the restore sets it to completed. */
  seed: { status: string | null; corrected: boolean };
  server: { inBackup: string; target: string };
  /** Extensions of the backup that the server cannot create. */
  extensionsMissing: string[];
  space: { neededBytes: number; freeBytes: number | null };
  content: { inBackup: string; now: string | null; newerCommits: number | null } | null;
  /** Set where the content was asked to come along. */
  contentPlan: RestoreContentPlanView | null;
  /** Of measured restores on this site; null before the first. Milliseconds. */
  estimateMs: number | null;
  /** How long visitors wait: the swap, or the whole transaction. Null where nobody waits or nothing was measured. */
  blockedMs: number | null;
  /** Days for which the replaced database is kept for an undo; null where nothing is replaced. */
  undoDays: number | null;
  safetyCopy: boolean;
  refusals: RestoreNotice[];
  warnings: RestoreNotice[];
}

export interface ComparedTableView extends TableRefView {
  /** Rows in the live database before; null where there was none. */
  before: number | null;
  expected: number;
  /** Rows after loading; null where the table is missing. */
  actual: number | null;
  same: boolean;
}

/** What became of a restore, an undo or a reset, with the comparison that decided it. */
export interface RestoreResultView {
  run: RunView;
  target: RestoreTargetView;
  /** The backup that was restored; null for an undo and a reset. */
  backup: { id: string; createdAt: string } | null;
  /** Null where the run ended before anything was compared. */
  compared: { tables: ComparedTableView[]; same: boolean; reason: string | null } | null;
  safetyBackupId: string | null;
  swapMs: number | null;
  /** Set while it can be undone. */
  undo: { keptAs: string; until: string; content: UndoContentView | null } | null;
  /** Null where only the database was meant. */
  content: RestoredContentView | null;
  signedOut: { sessions: number; links: number } | null;
  actingAdmin: ActingAdmin;
  migrationsRun: string[];
  /** What could not be carried along, for example a grant to a role that this server does not have. */
  notes: string[];
}

/** A database that a restore replaced and that an undo can bring back. */
export interface ReplacedDatabaseView {
  name: string;
  replacedAt: string;
  until: string;
  runId: string;
  backupId: string | null;
  bytes: number;
}

export interface ResetPlanView {
  token: string | null;
  expiresAt: string;
  site: string;
  database: string;
  tables: number;
  rows: number;
  /** The newest backup that was proven by restoring. */
  newestProven: { id: string; createdAt: string; ageMs: number } | null;
  /** Tables whose content is not in that backup any more. */
  changedTables: number;
  /** Text to be typed where no proven backup holds what is there now; null where one does. */
  acknowledgement: string | null;
}
