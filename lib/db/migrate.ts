import { sql } from 'drizzle-orm';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import { getDatabaseUrl, type SiteDatabase } from './drizzle';
import { migrationsFolder, readMigrationJournal } from './migration-journal';
import { lockMigrations } from './migration-lock';
import { withConnection } from './open-connection';

type Transaction = Pick<SiteDatabase, 'execute'>;

/** Told before a migration begins. */
export type OnMigration = (tag: string, statements: number) => void;

/**
 * Brings the database up to the migrations of this version, all or nothing.
 *
 * Lock, migrations and record share one transaction on one connection. So the lock cannot be lost while the work goes
 * on, ends when the process dies, and holds through a pooler, which may hand every transaction to another session: a
 * session-level advisory lock would be taken on one and released on another.
 *
 * @param databaseUrl DATABASE_URL where absent.
 * @param folder where the SQL files and their journal are.
 * @returns tags of the migrations that this call applied, oldest first.
 * @throws Error with a sentence for an admin, which names the migration that failed, and the driver's error as `cause`.
 */
export async function runMigrations(
  databaseUrl: string = getDatabaseUrl(),
  onMigration: OnMigration = () => undefined,
  folder = migrationsFolder(),
): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(folder);
  let begun: string | null = null;
  const note: OnMigration = (tag, statements) => {
    begun = tag;
    onMigration(tag, statements);
  };
  try {
    return await withConnection(databaseUrl, 'site migrations', (database) =>
      database.transaction((transaction) => applyPending(transaction, migrations, note)),
    );
  } catch (cause) {
    const what = begun === null ? 'The migrations' : `The migration ${begun}`;
    throw new Error(`${what} could not be applied; the database is as it was.`, { cause });
  }
}

/** The same as a part of the caller's transaction: what fails here is undone with it. */
export async function migrateWithin(transaction: Transaction): Promise<{ applied: string[] }> {
  return applyPending(transaction, await readMigrations());
}

interface Migrations {
  files: MigrationMeta[];
  tagOf(file: MigrationMeta): string;
}

async function readMigrations(folder = migrationsFolder()): Promise<Migrations> {
  const journal = await readMigrationJournal(folder);
  const missing = journal.find((entry) => entry.hash === null);
  if (missing) throw new Error(`The migration file ${missing.tag}.sql is missing from the folder drizzle.`);
  const files = readMigrationFiles({ migrationsFolder: folder });
  return { files, tagOf: (file) => journal.find((entry) => entry.hash === file.hash)?.tag ?? file.hash };
}

async function applyPending(
  transaction: Transaction,
  { files, tagOf }: Migrations,
  onMigration: OnMigration = () => undefined,
): Promise<{ applied: string[] }> {
  await lockMigrations(transaction);
  const pending = await findPending(transaction, files);
  for (const file of pending) {
    onMigration(tagOf(file), file.sql.length);
    await applyMigration(transaction, file);
  }
  return { applied: pending.map(tagOf) };
}

/**
 * By what is recorded, not by the newest time as Drizzle's own migrator does: that one leaves out, without a word, a
 * migration whose time is older than the newest applied. A file edited after it was applied keeps its time and is not
 * applied again; two migrations that share a time are still two.
 */
async function findPending(transaction: Transaction, files: MigrationMeta[]): Promise<MigrationMeta[]> {
  const [table] = await transaction.execute<{ there: boolean }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`,
  );
  if (!table?.there) {
    await createRecord(transaction);
    return files;
  }
  const rows = await transaction.execute<{ hash: string; created_at: string | null }>(
    sql`select hash, created_at from drizzle.__drizzle_migrations`,
  );
  const hashes = new Set(rows.map((row) => row.hash));
  const known = new Set(files.map((file) => file.hash));
  const edited = new Set(rows.filter((row) => !known.has(row.hash)).map((row) => Number(row.created_at)));
  return files.filter((file) => !hashes.has(file.hash) && !edited.has(file.folderMillis));
}

/** The table as Drizzle creates it, so that its tools read our record and we read theirs. */
async function createRecord(transaction: Transaction): Promise<void> {
  await transaction.execute(sql`create schema if not exists drizzle`);
  await transaction.execute(
    sql`create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`,
  );
}

async function applyMigration(transaction: Transaction, file: MigrationMeta): Promise<void> {
  for (const statement of file.sql) await transaction.execute(sql.raw(statement));
  await transaction.execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${file.hash}, ${file.folderMillis})`,
  );
}
