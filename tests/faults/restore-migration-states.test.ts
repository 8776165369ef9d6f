import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyMigrations } from '@/lib/backup/database/restore/apply-migrations';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { runMigrations } from '@/lib/db/migrate';
import { readMigrationJournal, readMigrationStatements } from '@/lib/db/migration-journal';
import { schemaText } from '../integration/restore/two-databases';
import { byTest, ended, openModule, type TestModule } from '../support/backup-module';
import { createDatabase, type TestDatabase } from '../support/postgres';
import { planned, restored } from '../support/restoring';

const journal = await readMigrationJournal();

/** A database as an older version of this app left it: its first migrations, recorded as Drizzle records them. */
async function migrateTo(database: TestDatabase, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const older = journal.slice(0, count).map(async ({ tag, hash, when }) => ({
      tag,
      hash: hash ?? '',
      when,
      statements: await readMigrationStatements(tag),
    }));
    await client.query('begin');
    await applyMigrations(client, await Promise.all(older));
    await client.query(`insert into users (id, email) values ('old', 'old@example.com')`);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

let fresh: TestDatabase;
let freshSchema: string;

beforeAll(async () => {
  fresh = await createDatabase();
  await runMigrations(fresh.url);
  freshSchema = await schemaText(fresh);
});
afterAll(() => fresh?.drop());

describe.each(journal.map(({ tag }, index) => ({ tag, count: index + 1 })))('a backup made at $tag', ({ count }) => {
  let live: TestDatabase;
  let module: TestModule;

  beforeAll(async () => {
    live = await createDatabase();
    await migrateTo(live, count);
    module = await openModule(live.url, { environment: { BACKUP_ENGINE: 'wasm' } });
  });
  afterAll(async () => {
    await module?.close();
    const kept = await live.query<{ name: string }>(
      `select datname as name from pg_database where datname like '${live.name}\\_before\\_%'`,
    );
    for (const { name } of kept) await live.query(`drop database "${name}" with (force)`);
    await live?.drop();
  });

  test('restored under today’s code has the schema of a fresh install, and its own rows', async () => {
    const backup = await ended(startBackup(module.context, {}, byTest));
    await runMigrations(live.url);
    await live.query(`insert into users (id, email) values ('newer', 'newer@example.com')`);
    const pending = journal.slice(count).map(({ tag }) => tag);
    const plan = await planned(module, backup.id, { kind: 'live' });
    expect(plan.migrations).toMatchObject({ verdict: pending.length > 0 ? 'behind' : 'same', toRun: pending });

    const result = await restored(module, backup.id, { kind: 'live' });
    expect(result).toMatchObject({ migrationsRun: pending, compared: { same: true } });
    expect(await schemaText(live)).toBe(freshSchema);
    expect(await live.query('select id from users')).toEqual([{ id: 'old' }]);
    const applied = await live.query<{ hash: string }>('select hash from drizzle.__drizzle_migrations order by id');
    expect(applied.map(({ hash }) => hash)).toEqual(journal.map(({ hash }) => hash));
    expect(await runMigrations(live.url)).toEqual({ applied: [] });
  });
});

describe('a backup of other migrations than this code has', () => {
  let live: TestDatabase;
  let module: TestModule;

  beforeAll(async () => {
    live = await createDatabase();
    await runMigrations(live.url);
    module = await openModule(live.url, { environment: { BACKUP_ENGINE: 'wasm' } });
  });
  afterAll(async () => {
    await module?.close();
    await live?.drop();
  });

  const changed = async (change: string, undo: string) => {
    await live.query(change);
    const backup = await ended(startBackup(module.context, {}, byTest));
    await live.query(undo);
    return planned(module, backup.id, { kind: 'live' });
  };

  test('of a newer version is refused, with the way out', async () => {
    const plan = await changed(
      `insert into drizzle.__drizzle_migrations (hash, created_at) values ('${'f'.repeat(64)}', 9999999999999)`,
      `delete from drizzle.__drizzle_migrations where hash = '${'f'.repeat(64)}'`,
    );
    expect(plan).toMatchObject({ token: null, migrations: { verdict: 'ahead', unknown: ['f'.repeat(64)] } });
    expect(plan.refusals).toMatchObject([
      { code: 'migrations-ahead', hint: expect.stringContaining('Deploy the newer') },
    ]);
  });

  test('with one that was edited since is refused too', async () => {
    const plan = await changed(
      `update drizzle.__drizzle_migrations set hash = '${'e'.repeat(64)}' where id = 2`,
      `update drizzle.__drizzle_migrations set hash = '${journal[1]?.hash}' where id = 2`,
    );
    expect(plan).toMatchObject({ token: null, migrations: { verdict: 'diverged' } });
    expect(plan.refusals).toMatchObject([{ code: 'migrations-diverged' }]);
  });
});
