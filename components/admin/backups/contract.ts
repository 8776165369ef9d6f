import type {
  ActionResult,
  BackupPolicy,
  Card,
  ContentActResultView,
  ContentCloneView,
  ContentConditionView,
  ContentStatusView,
  Result,
  StorageTestView,
} from '@/lib/backup';

export type {
  ActionResult,
  AuditEventView,
  AuditFilterView,
  AuditPageView,
  AuditVerdictView,
  BackupPolicy,
  BackupView,
  Card,
  CatalogCheckView,
  ChangeCountsView,
  CommitView,
  ContentActResultView,
  ContentConditionView,
  ContentCopyView,
  ContentDiffView,
  ContentFileView,
  ContentHistoryView,
  ContentIncidentView,
  ContentPlanView,
  ContentStatusView,
  ContentView,
  CopyView,
  DatabaseView,
  DeletedFilesView,
  DestinationUse,
  DestinationView,
  DiffHunkView,
  DiffLineView,
  EncryptionView,
  EnginesView,
  ErrorView,
  FieldChangeView,
  FileChangeView,
  FileHistoryView,
  FoundItemView,
  HistoryPageView,
  HistoryRowView,
  HistoryStatus,
  MigrationsView,
  NoticeChannelView,
  NotificationsView,
  OverviewView,
  PhaseView,
  PolicyView,
  ProgressView,
  Proof,
  PrunePlanView,
  RecoveryKitView,
  ReplacedDatabaseView,
  ResetPlanView,
  RestoreContentPlanView,
  RestoredContentView,
  RestoreNotice,
  RestorePlanView,
  RestoreResultView,
  RestoreTableView,
  RetentionRowView,
  RunbookPageView,
  RunbookRowView,
  RunbookView,
  RunView,
  SeedView,
  StoragePageView,
  StorageView,
  StoredRunbookView,
  TableView,
  TrendPoint,
  TrendsView,
  UndoContentView,
  VerdictView,
} from '@/lib/backup';

export type ActionError = Extract<ActionResult<unknown>, { ok: false }>['error'];

export type TableGroup = 'auth' | 'payments' | 'interactions';

export interface StartBackupInput {
  scope: 'full' | 'schema' | 'tables';
  group?: TableGroup;
  format?: 'custom' | 'sql' | 'sql.gz';
  engine?: 'auto' | 'native' | 'wasm';
  verifyRestore?: boolean;
  note?: string;
  idempotencyKey: string;
}

export type StartOptions = Omit<StartBackupInput, 'idempotencyKey'>;
export type VerifyLevel = 'bytes' | 'restore';

/** What stands before an act on live data: checked on the server, never here. */
export interface Confirmation {
  siteName: string;
  password: string;
}

/** The confirmation is needed where live data is replaced. */
export interface StartRestoreInput extends Partial<Confirmation> {
  token: string;
  /** Of content that comes along, where its remote does not answer. */
  keepLocally?: boolean;
  idempotencyKey: string;
}

export interface StartResetInput extends Confirmation {
  token: string;
  acknowledgement?: string;
  idempotencyKey: string;
}

/** `database` is the name under which a replaced database is kept. */
export interface ReplacedDatabaseInput extends Confirmation {
  database: string;
}

/** Of the storage page. */
export interface StorageActions {
  testStorage(input: { name: string }): Promise<ActionResult<StorageTestView>>;
  /** Starts a copy; its outcome stands on the page. */
  copyBackup(input: { backupId: string; to: string }): Promise<ActionResult<{ started: boolean }>>;
}

/** The server actions, handed in by the pages: components know no route and no server code. */
export interface BackupActions {
  startBackup(input: StartBackupInput): Promise<ActionResult<{ runId: string }>>;
  cancelRun(input: { runId: string }): Promise<ActionResult<unknown>>;
  verifyBackup(input: {
    backupId: string;
    level: VerifyLevel;
    idempotencyKey: string;
  }): Promise<ActionResult<{ runId: string }>>;
  deleteBackup(input: { backupId: string }): Promise<ActionResult<null>>;
  undeleteBackup(input: { backupId: string }): Promise<ActionResult<unknown>>;
  pinBackup(input: { backupId: string; pinned: boolean }): Promise<ActionResult<null>>;
  issueDownload(input: { backupId: string; password: string }): Promise<ActionResult<{ url: string }>>;
  startRestore(input: StartRestoreInput): Promise<ActionResult<{ runId: string }>>;
  undoRestore(
    input: ReplacedDatabaseInput & { content?: boolean; keepLocally?: boolean; idempotencyKey: string },
  ): Promise<ActionResult<{ runId: string }>>;
  dropReplaced(input: ReplacedDatabaseInput): Promise<ActionResult<null>>;
  startReset(input: StartResetInput): Promise<ActionResult<{ runId: string }>>;
}

/** The server actions of the policy page. */
export interface PolicyActions {
  /** `version`: the one that was read. STALE where another holds by now. */
  savePolicy(input: { policy: BackupPolicy; version: number }): Promise<ActionResult<{ version: number }>>;
  applyPrune(input: {
    token: string;
    orphans: boolean;
    idempotencyKey: string;
  }): Promise<ActionResult<{ runId: string }>>;
}

export interface EditsInput {
  paths: string[];
  message?: string;
}

/** The server actions of the content pages. */
export interface ContentActions {
  cloneContent(input: { backupId: string }): Promise<ActionResult<ContentCloneView>>;
  applyContent(input: {
    token: string;
    confirmCount?: number;
    keepLocally?: boolean;
    idempotencyKey: string;
  }): Promise<ActionResult<ContentActResultView>>;
  saveUnsavedEdits(input: EditsInput): Promise<ActionResult<ContentActResultView>>;
  setAsideUnsavedEdits(input: EditsInput): Promise<ActionResult<ContentActResultView>>;
  /** Asks the remote what is new; no file changes. */
  fetchContent(): Promise<ActionResult<ContentStatusView>>;
  /** A token for the address of a plan of these files. */
  pickContent(input: { paths: string[] }): Promise<ActionResult<{ token: string }>>;
  mendContent(input: { act: NonNullable<ContentConditionView['mend']> }): Promise<ActionResult<ContentStatusView>>;
}

/** What a use-case answered, as a card that says why where it could not. */
export function asCard<T>(result: Result<T>): Card<T> {
  return result.ok ? { state: 'known', value: result.value } : { state: 'unavailable', error: result.error };
}
