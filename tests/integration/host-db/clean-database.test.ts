import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cleanDatabase } from '@/lib/db/clean-database';
import { runMigrations } from '@/lib/db/migrate';
import { withConnection } from '@/lib/db/open-connection';
import { createDatabase, type TestDatabase } from '../../support/postgres';

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await createDatabase();
  await runMigrations(database.url);
  folder = await mkdtemp(path.join(tmpdir(), 'clean-database-'));
});
afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function clean(...args: string[]): Promise<{ code: number; output: string }> {
  const program = ['--import', 'tsx', 'scripts/clean-database.ts', ...args];
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    BACKUP_LOCAL_DIR: path.join(folder, 'store'),
    BACKUP_SIGNING_KEY: 'test signing key, long enough for anybody',
    BACKUP_ENGINE: 'wasm',
    CONTENT_PATH: path.join(folder, 'content'),
    SITE_NAME: 'Test Directory',
  };
  return promisify(execFile)(process.execPath, program, { env }).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (error: { code: number; stderr: string }) => ({ code: error.code, output: error.stderr }),
  );
}

const tables = async () =>
  (await database.query(`select 1 from pg_tables where schemaname in ('public', 'drizzle')`)).length;

test('refuses without the name of the site and what is lost, and says what to type', async () => {
  const before = await tables();
  await database.query(`insert into users (id, email) values ('one', 'one@example.com')`);
  expect(await clean()).toMatchObject({ code: 2, output: expect.stringContaining('--confirm "Test Directory"') });
  expect(await clean('--confirm', 'Another')).toMatchObject({
    code: 2,
    output: expect.stringContaining('--acknowledge "lose everything"'),
  });
  expect(await clean('--confirm', 'Test Directory')).toMatchObject({
    code: 2,
    output: expect.stringContaining('lose everything'),
  });
  expect([await tables(), await database.query('select id from users')]).toEqual([before, [{ id: 'one' }]]);
});

test('empties the site behind a safety copy, migrates and seeds it', async () => {
  const before = await tables();
  await database.query(`insert into users (id, email) values ('one', 'one@example.com')`);
  const words = ['--confirm', 'Test Directory', '--acknowledge', 'lose everything'];
  expect(await clean(...words)).toMatchObject({ code: 0, output: expect.stringContaining('safety copy') });
  expect(await tables()).toBe(before);
  expect(await database.query(`select 1 from users where id = 'one'`)).toEqual([]);
  expect(await database.query('select count(*)::int as n from users')).toEqual([{ n: 1 }]);
  expect(await database.query('select kind, status from backup.runs')).toEqual([{ kind: 'reset', status: 'done' }]);
});

test('drops what the site keeps and leaves every other schema', async () => {
  await database.query(`create schema other; create table other.kept (id int); insert into other.kept values (1);
    create type public.mood as enum ('good'); create domain public.word as text; create sequence public.alone;
    create function public.f(mood) returns int language sql as 'select 1';
    create table public."odd ""name" (m public.mood); create materialized view public.m as select 1 as one`);
  const dropped = await withConnection(database.url, 'test', (connection) =>
    connection.transaction((transaction) => cleanDatabase(transaction)),
  );
  expect(dropped).toContain('odd "name');
  expect(await tables()).toBe(0);
  const left = `select relname as name from pg_class where relnamespace = 'public'::regnamespace
    union all select typname from pg_type where typnamespace = 'public'::regnamespace
    union all select proname from pg_proc where pronamespace = 'public'::regnamespace`;
  expect(await database.query(left)).toEqual([]);
  expect(await database.query('select id from other.kept')).toEqual([{ id: 1 }]);
  expect((await runMigrations(database.url)).applied.length).toBeGreaterThan(2);
});
