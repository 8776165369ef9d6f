import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BackupHost } from '@/lib/backup/host.types';
import { unwrap } from '@/lib/backup/kernel/result';
import { getMigrationState } from '@/lib/backup/use-cases/get-migration-state';
import type { MigrationStateRow, MigrationStateView } from '@/lib/backup/views';
import { runMigrations } from '@/lib/db/migrate';
import { readMigrationFiles, readMigrationJournal, readMigrationStatements } from '@/lib/db/migration-journal';
import { applyMigrations } from '@/lib/db/run-for-admin';
import { openModule, type TestModule } from '../../support/backup-module';
import { createDatabase, type TestDatabase } from '../../support/postgres';

interface JournalFile {
  entries: { idx: number; tag: string; when: number; version: string; breakpoints: boolean }[];
}

export interface StateSite {
  database: TestDatabase;
  module: TestModule;
  /** The root of a copy of the application: its `drizzle` is this site's own. */
  root: string;
  /** Applies what is pending, as the start of the site does. */
  migrate(): Promise<{ applied: string[] }>;
  /** Writes a SQL file; `when` null leaves it out of the journal. */
  addMigration(tag: string, sql: string, when: number | null): Promise<void>;
  changeFile(tag: string, change: (sql: string) => string): Promise<void>;
  removeFile(tag: string): Promise<void>;
  changeJournal(change: (entries: JournalFile['entries']) => JournalFile['entries']): Promise<void>;
  state(): Promise<MigrationStateView>;
  row(tag: string): Promise<MigrationStateRow | undefined>;
  close(): Promise<void>;
}

/** A migrated site with migrations that a test may change: a copy of the real ones. */
export async function openStateSite(
  host: Partial<BackupHost> = {},
  environment: Record<string, string> = {},
): Promise<StateSite> {
  const root = await mkdtemp(path.join(tmpdir(), 'state-site-'));
  const folder = path.join(root, 'drizzle');
  await cp('drizzle', folder, { recursive: true });
  const database = await createDatabase();
  const migrate = () => runMigrations(database.url, undefined, folder);
  await migrate();
  const module = await openModule(database.url, {
    environment,
    host: {
      migrationJournal: () => readMigrationJournal(folder),
      migrationFiles: () => readMigrationFiles(folder),
      migrationStatements: (tag) => readMigrationStatements(tag, folder),
      applyMigrations: (onMigration) => applyMigrations(onMigration, database.url, folder),
      ...host,
    },
  });
  const file = (tag: string) => path.join(folder, `${tag}.sql`);
  const changeJournal: StateSite['changeJournal'] = async (change) => {
    const name = path.join(folder, 'meta', '_journal.json');
    const journal = JSON.parse(await readFile(name, 'utf8')) as JournalFile;
    await writeFile(name, JSON.stringify({ ...journal, entries: change(journal.entries) }));
  };
  const state = async () => unwrap(await getMigrationState(module.context));
  return {
    database,
    module,
    root,
    migrate,
    changeJournal,
    state,
    async addMigration(tag, sql, when) {
      await writeFile(file(tag), sql);
      if (when === null) return;
      await changeJournal((entries) => [
        ...entries,
        { idx: entries.length, tag, when, version: '7', breakpoints: true },
      ]);
    },
    changeFile: async (tag, change) => writeFile(file(tag), change(await readFile(file(tag), 'utf8'))),
    removeFile: (tag) => rm(file(tag)),
    row: async (tag) => (await state()).rows.find((row) => row.tag === tag),
    async close() {
      await module.close();
      await database.drop();
      await rm(root, { recursive: true, force: true });
    },
  };
}
