import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { createAccountReader, PRECIOUS_TABLES } from '@/lib/auth/account-reader';
import { readSettings } from '@/lib/backup/config';
import { type BackupContext, createContext } from '@/lib/backup/context';
import type { BackupHost, HostDatabase } from '@/lib/backup/host.types';
import { type Clock, systemClock } from '@/lib/backup/kernel/clock';
import { type Result, unwrap } from '@/lib/backup/kernel/result';
import type { StartedRun } from '@/lib/backup/use-cases/start-backup';
import { readMigrationFiles, readMigrationJournal, readMigrationStatements } from '@/lib/db/migration-journal';
import { withConnection } from '@/lib/db/open-connection';
import { resetDatabase } from '@/lib/db/reset-database';
import { applyMigrations, runSeed } from '@/lib/db/run-for-admin';
import { previewSeed } from '@/lib/db/seed/preview-seed';
import { seedIsStale } from '@/lib/db/seed/seed-lease';
import { settleRestoredData } from '@/lib/db/settle-restored-data';
import { ticksEnded } from './ticking';

export interface TestModule {
  context: BackupContext;
  directory: string;
  /** Everything that the module logged, as JSON. */
  logged: string[];
  /** Ends connections and removes the folder. */
  close(): Promise<void>;
}

export const byTest = { trigger: 'cli', actor: { id: null, name: 'Test' } } as const;

/** The module on a real database and a real folder, with a host adapter of its own; several fit into one process. */
export async function openModule(
  databaseUrl: string,
  options: { environment?: Record<string, string>; clock?: Clock; directory?: string; host?: Partial<BackupHost> } = {},
): Promise<TestModule> {
  const root = options.directory ?? (await mkdtemp(path.join(tmpdir(), 'backup-module-')));
  const connection = postgres(databaseUrl, { max: 4, prepare: false, connect_timeout: 5, onnotice: () => undefined });
  const logged: string[] = [];
  const afterwards: Promise<unknown>[] = [];
  const note = (level: string) => (message: string, facts?: Record<string, unknown>) => {
    logged.push(JSON.stringify({ level, message, ...facts, cause: String(facts?.cause ?? '') }));
  };
  const host: BackupHost = {
    requireAdminPage: () => Promise.reject(new Error('There are no pages here.')),
    authorize: () => Promise.reject(new Error('There are no sessions here.')),
    confirmPassword: async (_userId, password) => password === 'the right password',
    runAfterResponse: (work) => void afterwards.push(work.catch(() => undefined)),
    db: () => drizzle(connection) as HostDatabase,
    databaseUrl: () => databaseUrl,
    siteName: () => 'Test Directory',
    contentPath: () => path.join(root, 'content'),
    contentBusy: async () => false,
    afterContentRestore: async () => undefined,
    migrationJournal: readMigrationJournal,
    migrationStatements: readMigrationStatements,
    migrationFiles: readMigrationFiles,
    applyMigrations: (onMigration) => applyMigrations(onMigration, databaseUrl),
    seedIsStale: () => withConnection(databaseUrl, 'test', seedIsStale),
    previewSeed: () => withConnection(databaseUrl, 'test', previewSeed),
    runSeed: () => runSeed(databaseUrl),
    pool: () => ({ size: 4, sessionName: 'test module' }),
    preciousTables: () => PRECIOUS_TABLES,
    accountReader: createAccountReader,
    settleRestoredData,
    databaseBusy: async () => null,
    resetDatabase: () => resetDatabase(databaseUrl),
    appVersion: () => '0.0.0-test',
    log: { info: note('info'), warn: note('warn'), error: note('error') },
    ...options.host,
  };
  const environment = {
    BACKUP_LOCAL_DIR: path.join(root, 'store'),
    BACKUP_SIGNING_KEY: 'test signing key, long enough for anybody',
    PATH: process.env.PATH ?? '',
    PG_BIN_DIR: process.env.PG_BIN_DIR ?? '',
    ...options.environment,
  };
  const context = createContext(
    host,
    unwrap(readSettings(environment as unknown as NodeJS.ProcessEnv)),
    options.clock ?? systemClock,
  );
  return {
    context,
    directory: environment.BACKUP_LOCAL_DIR,
    logged,
    async close() {
      await Promise.all([ticksEnded(context), ...afterwards]);
      await connection.end({ timeout: 2 });
      if (!options.directory) await rm(root, { recursive: true, force: true });
    },
  };
}

/** Waits for a run that was just started and gives its outcome. */
export async function ended<T>(started: Promise<Result<StartedRun<T>>>): Promise<T> {
  const { finished } = unwrap(await started);
  if (!finished) throw new Error('The run had been started before.');
  return unwrap(await finished);
}
