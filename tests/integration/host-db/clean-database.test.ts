import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runMigrations } from '@/lib/db/migrate';
import { createDatabase, type TestDatabase } from '../../support/postgres';

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase();
  await runMigrations(database.url);
  await database.query('create schema backup; create table backup.runs (id int); insert into backup.runs values (1)');
});
afterEach(() => database.drop());

async function clean(...args: string[]): Promise<{ code: number; output: string }> {
  const program = ['--import', 'tsx', 'scripts/clean-database.ts', ...args];
  const env = { ...process.env, DATABASE_URL: database.url };
  return promisify(execFile)(process.execPath, program, { env }).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (error: { code: number; stderr: string }) => ({ code: error.code, output: error.stderr }),
  );
}

const tables = async () =>
  (await database.query(`select 1 from pg_tables where schemaname in ('public', 'drizzle')`)).length;

test('refuses without the name of the connected database', async () => {
  const before = await tables();
  expect(await clean()).toMatchObject({ code: 1, output: expect.stringContaining('--yes-delete-everything') });
  expect(await clean('--yes-delete-everything')).toMatchObject({ code: 1 });
  expect(await clean('--yes-delete-everything', 'another')).toMatchObject({
    code: 1,
    output: expect.stringContaining('Nothing was dropped'),
  });
  expect(await tables()).toBe(before);
});

test('drops the tables of the site and leaves the schema backup', async () => {
  expect(await clean('--yes-delete-everything', database.name)).toMatchObject({ code: 0 });
  expect(await tables()).toBe(0);
  expect(await database.query('select id from backup.runs')).toEqual([{ id: 1 }]);
  expect((await runMigrations(database.url)).applied.length).toBeGreaterThan(2);
});
