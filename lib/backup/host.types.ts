import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';

/** What an admin may do in this module. Each is checked against the live roles in the database. */
export type Permission = 'view' | 'run' | 'download' | 'restore' | 'delete' | 'content';

export interface Actor {
  id: string;
  email: string;
  /** Shown in history: a display name, else the e-mail address. */
  name: string;
}

/** One migration that this version of the app brings along. */
export interface JournalMigration {
  tag: string;
  /** SHA-256 of the SQL file, as Drizzle records it; null where the journal names a file that is not there. */
  hash: string | null;
  /** Milliseconds since 1970, the `when` of the journal. */
  when: number;
}

/** A SQL file beside the journal, whether or not the journal names it. */
export interface MigrationFile {
  tag: string;
  /** SHA-256, as Drizzle records it. */
  hash: string;
  bytes: number;
}

export interface HostTable {
  schema: string;
  name: string;
}

/** What seeding would do now: add rows, only note that it is done, or nothing at all. */
export interface SeedPreview {
  does: 'fill' | 'mark' | 'nothing';
  /** Tables that a fill writes to, with the rows that are there and those that it adds. */
  tables: (HostTable & { rows: number; adds: number })[];
}

/**
 * Tells from rows who has an account and who is an admin. The rows come from the live database or out of a dump that
 * no server has loaded, so values are text as PostgreSQL prints it.
 */
export interface AccountReader {
  readonly tables: readonly (HostTable & { columns: readonly string[] })[];
  take(table: string, row: Readonly<Record<string, string | null>>): void;
  /** After all rows of all tables were taken, in whatever order. */
  accounts(): { people: ReadonlyMap<string, { email: string | null }>; admins: ReadonlySet<string> };
}

/** Runs one statement in a restored database that nobody uses yet, or inside the transaction of a restore. */
export type StatementRunner = (
  text: string,
  values?: readonly unknown[],
) => Promise<{ rows: Record<string, unknown>[]; rowCount: number }>;

export type HostDatabase = PostgresJsDatabase<Record<string, unknown>>;

export interface BackupLog {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  /** `cause` may hold anything: it is redacted before it is written. */
  error(message: string, facts?: Record<string, unknown> & { cause?: unknown }): void;
}

/** What the application reads from its environment, by name alone. */
export interface HostEnvironment {
  /** Without these the site does not work or cannot be signed in to: of each entry one name is enough. */
  required: readonly (readonly string[])[];
  /** Further names that hold secrets. */
  secrets: readonly string[];
  /** Ways to sign in through others, each with the variables that it needs. */
  signIn: readonly { name: string; variables: readonly string[] }[];
}

/**
 * All that the module knows of the application around it. `host.ts` is the one implementation; in another host only
 * that file differs. Request-bound members (`require…`, `runAfterResponse`) load Next.js lazily, so that the CLI and
 * instrumentation can import the host without a web server.
 */
export interface BackupHost {
  /** Signed-in admin by the live database, else redirects: to sign-in, or to /unauthorized. */
  requireAdminPage(permission: Permission): Promise<Actor>;
  /** Signed-in admin by the live database, else why not: UNAUTHENTICATED or FORBIDDEN. Throws where nobody can tell. */
  authorize(
    permission: Permission,
  ): Promise<{ ok: true; actor: Actor } | { ok: false; code: 'UNAUTHENTICATED' | 'FORBIDDEN' }>;
  /** Checks the password of a signed-in admin again. False for a wrong one; attempts are limited by the module. */
  confirmPassword(userId: string, password: string): Promise<boolean>;
  /** The address of whoever sent the request that is being answered; null outside of one. */
  callerAddress?(): Promise<string | null>;
  /** Keeps a serverless invocation alive until the work ends; elsewhere simply lets it run. */
  runAfterResponse(work: Promise<unknown>): void;
  /** The application's own pool, for the module's small rows. Never used for dumps. */
  db(): HostDatabase;
  databaseUrl(): string;
  /** Human name of the site, "MCP Server Directory". */
  siteName(): string;
  contentPath(): string;
  /** True while the application itself writes or pulls content. */
  contentBusy(): Promise<boolean>;
  afterContentRestore(): Promise<void>;
  migrationJournal(): Promise<JournalMigration[]>;
  /** The statements of one migration of the journal, in order. */
  migrationStatements(tag: string): Promise<string[]>;
  migrationFiles(): Promise<MigrationFile[]>;
  /**
   * Applies what is pending, all or nothing; `onMigration` is told before each, with the number of its statements.
   * Throws Error with a sentence for an admin; the database is then as it was.
   */
  applyMigrations(onMigration: (tag: string, statements: number) => void): Promise<{ applied: string[] }>;
  /**
   * Whether the next start would take over a seed whose row says that it is under way: whoever wrote it is gone. Asked
   * only where there is such a row.
   */
  seedIsStale(): Promise<boolean>;
  /** What a seed would do to the database now. Throws Error with a sentence for an admin. */
  previewSeed(): Promise<SeedPreview>;
  /**
   * Seeds where that is due. `elsewhere`: it is done, or in other hands. Throws Error with a sentence for an admin; no
   * row was added then.
   */
  runSeed(): Promise<{ result: 'seeded' | 'existing' | 'elsewhere'; rows: number }>;
  /** The pool that serves visitors: its most connections an instance, and how its sessions are named on the server. */
  pool(): { size: number; sessionName: string };
  /** Tables whose rows an admin would miss most: a restore plan is stale once their number changed. */
  preciousTables(): readonly HostTable[];
  accountReader(): AccountReader;
  /**
   * Makes restored data fit for today: ends the sessions, reset and verification links of the old time, and keeps the
   * next start from seeding over it. Gives how many there were.
   */
  settleRestoredData(run: StatementRunner): Promise<{ sessions: number; links: number; seedCorrected: boolean }>;
  /** True while this application migrates or seeds, from whichever instance. */
  databaseBusy(): Promise<'migrating' | 'seeding' | null>;
  /**
   * Puts the application's own tables back to their first day: drops, migrates, seeds, all or nothing. Schema `backup`
   * stays. Throws Error with a sentence for an admin; nothing was changed then.
   */
  resetDatabase(): Promise<{ dropped: number; applied: string[]; rows: number }>;
  /** Tells every admin in the application's own notifications; gives how many. Absent where it has none. */
  notifyAdmins?(notice: {
    id: string;
    title: string;
    message: string;
    link: string | null;
    urgent: boolean;
    group: string;
  }): Promise<number>;
  appVersion(): string;
  /** Absent where the host does not tell: then only the module's own variables are judged. */
  environment?(): HostEnvironment;
  readonly log: BackupLog;
}
