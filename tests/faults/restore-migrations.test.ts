import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { runMigrations } from '@/lib/db/migrate';
import { readMigrationJournal } from '@/lib/db/migration-journal';
import { schemaText } from '../integration/restore/two-databases';
import { byTest, ended, openModule } from '../support/backup-module';
import { createDatabase, siteDatabase, type TestDatabase } from '../support/postgres';
import { planned, restored } from '../support/restoring';
import { expectSound } from './oracle';
import { openRestoreSite, replacedDatabases } from './restore-site';

const journal = await readMigrationJournal();
let freshInstall: string;

beforeAll(async () => {
  const fresh = await createDatabase();
  await runMigrations(fresh.url);
  freshInstall = await schemaText(fresh);
  await fresh.drop();
});

/** A database as an older version of the app left it: by Drizzle's own migrator, with the first files alone. */
async function atState(count: number): Promise<TestDatabase> {
  const database = await createDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'backup-older-app-'));
  const connection = postgres(database.url, { max: 1, onnotice: () => undefined });
  try {
    await cp('drizzle', folder, { recursive: true });
    const file = path.join(folder, 'meta/_journal.json');
    const whole = JSON.parse(await readFile(file, 'utf8')) as { entries: unknown[] };
    await writeFile(file, JSON.stringify({ ...whole, entries: whole.entries.slice(0, count) }));
    await migrate(drizzle(connection), { migrationsFolder: folder });
  } finally {
    await connection.end();
    await rm(folder, { recursive: true });
  }
  return database;
}

test.each(journal.slice(0, -1).map(({ tag }, index) => ({ tag, count: index + 1 })))(
  'a backup of the time of $tag becomes a database as a fresh install has it',
  async ({ count }) => {
    const live = await atState(count);
    const module = await openModule(live.url, { environment: { BACKUP_ENGINE: 'wasm' } });
    try {
      await live.query(`insert into users (id, email) values ('old-timer', 'old@example.com')`);
      const { id } = await ended(startBackup(module.context, {}, byTest));
      await runMigrations(live.url);
      const toRun = journal.slice(count).map(({ tag }) => tag);
      expect(await planned(module, id, { kind: 'live' })).toMatchObject({ migrations: { verdict: 'behind', toRun } });
      const result = await restored(module, id, { kind: 'live' });
      expect(result).toMatchObject({ migrationsRun: toRun, compared: { same: true } });
      expect(await schemaText(live)).toBe(freshInstall);
      expect(await live.query('select id, email from users')).toEqual([{ id: 'old-timer', email: 'old@example.com' }]);
      expect(await runMigrations(live.url)).toEqual({ applied: [] });
      await expectSound(module, live);
    } finally {
      await module.close();
      for (const name of await replacedDatabases(live)) await live.query(`drop database "${name}" with (force)`);
      await live.drop();
    }
  },
);

describe('migrations that this code does not know', () => {
  const undo: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const step of undo.reverse()) await step();
  });

  test.each([
    [
      'one more: this code is too old',
      `insert into drizzle.__drizzle_migrations (hash, created_at) values (repeat('a', 64), 4102444800000)`,
      'migrations-ahead',
      /newer version of this app/,
    ],
    [
      'one that was edited since',
      `update drizzle.__drizzle_migrations set hash = repeat('b', 64) where id = (select max(id) from drizzle.__drizzle_migrations)`,
      'migrations-diverged',
      /changed since, or that this code does not know/,
    ],
  ])('%s', async (_, prepare, code, message) => {
    const site = await openRestoreSite({ database: await siteDatabase(), prepare });
    undo.push(() => site.close());
    const plan = await planned(site.module, site.backupId, { kind: 'live' });
    expect(plan.token).toBeNull();
    expect(plan.refusals).toMatchObject([
      { code, message: expect.stringMatching(message), hint: expect.stringContaining('Deploy') },
    ]);
    await site.expectUntouched();
    // Beside the live database nothing of today's code meets the old tables: to look at, it is allowed.
    const looked = await restored(site.module, site.backupId, { kind: 'database' });
    expect(looked.compared).toMatchObject({ same: true });
    undo.push(async () => {
      await site.live.query(`drop database "${looked.target.database}" with (force)`);
    });
    await site.expectUntouched();
  });

  test('a migration that the restored data refuses: named, and live is as it was', async () => {
    const live = await atState(journal.length - 1);
    const last = journal.at(-1)?.tag;
    const site = await openRestoreSite({
      database: live,
      prepare: 'create table votes_note (a int)',
      module: {
        host: {
          migrationStatements: async (tag) => [tag === last ? 'alter table no_such_table add a int' : 'select 1'],
        },
      },
    });
    undo.push(() => site.close());
    const refused = await restored(site.module, site.backupId, { kind: 'live' }).catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ error: { code: 'CONFLICT', message: expect.stringContaining(last ?? '?') } });
    await site.expectUntouched();
  });
});
