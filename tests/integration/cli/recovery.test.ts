import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DrillView, ImportView, ResetPlanView, RestoreResultView } from '@/lib/backup/views';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { onServer } from '../../support/test-database';
import { backUp, wasmEngine } from '../restore/restore-support';
import { type CliBackup, openCli, type TestCli } from './run-cli';

let database: TestDatabase;
let cli: TestCli;
let backup: CliBackup;
let file: string;
let name: string;

beforeAll(async () => {
  database = await siteDatabase();
  cli = await openCli(database.url);
  backup = (await cli.run(['create', '--json'])).data<CliBackup>();
  file = path.join(cli.directory, 'foreign.sql');
  await writeFile(file, (await backUp(database, wasmEngine())).dump);
  name = `${database.name}_foreign`;
});
afterAll(async () => {
  await cli?.close();
  await database?.drop();
  if (name) await onServer(database.server, `drop database if exists "${name}" with (force)`);
});

const run = (...words: string[]) => cli.run([...words, '--json']);

test('drill restores the newest good backup, compares and measures', async () => {
  const drilled = await run('drill');
  const view = drilled.data<DrillView>();
  expect(view).toMatchObject({ backupId: backup.id, passed: true, differing: [], tables: backup.tables.length });
  expect(view.restoreMs).toBeGreaterThan(0);
  expect(drilled.stderr).toContain('Restoring into a scratch database');
  const [told, missing] = await Promise.all([cli.run(['drill', 'latest']), run('drill', '01ARZ3NDEKTSV4RRFFQ69G5FAV')]);
  expect(told.stdout).toMatch(/restored exactly\n.*taken.*\n.*restored +in .* on PostgreSQL 18/);
  expect([missing.code, missing.error().code]).toEqual([1, 'NOT_FOUND']);
});

describe('import', () => {
  test('into a new database, said to be unproven', async () => {
    const imported = await run('import', file, '--to-database', name);
    const view = imported.data<ImportView>();
    expect(view).toMatchObject({ database: name, file: 'foreign.sql', format: 'sql', unproven: true });
    expect(view.tables.find((table) => table.name === 'users')?.rows).toBe(
      backup.tables.find((table) => table.name === 'users')?.rows,
    );
    expect(imported.stderr).toContain('Loading public.users');
    const again = await run('import', file, '--to-database', name);
    expect([again.code, again.error().code]).toEqual([3, 'CONFLICT']);
  });

  test('Ctrl-C stops it, and no database is left', async () => {
    const stopped = `${name}_stopped`;
    const started = cli.start(['import', file, '--to-database', stopped, '--json']);
    started.child.stderr.once('data', () => started.child.kill('SIGINT'));
    const result = await started.ended;
    expect([result.code, result.error().code]).toEqual([1, 'CANCELLED']);
    expect(await database.query('select 1 from pg_database where datname = $1', [stopped])).toEqual([]);
  });

  test.for<[words: string[], code: number, error: string]>([
    [['import'], 2, 'INVALID_INPUT'],
    [['import', 'package.json'], 2, 'INVALID_INPUT'],
    [['import', 'package.json', '--to-database', 'fresh'], 1, 'UNSUPPORTED'],
    [['import', '.', '--to-database', 'fresh'], 1, 'UNSUPPORTED'],
    [['import', 'no-such-file', '--to-database', 'fresh'], 1, 'NOT_FOUND'],
  ])('%j is refused', async ([words, code, error]) => {
    const result = await run(...words);
    expect([result.code, result.error().code]).toEqual([code, error]);
    expect(result.error().message).not.toBe('');
  });
});

describe('reset', () => {
  const users = async () => Number((await database.query<{ n: string }>('select count(*) as n from users'))[0]?.n);

  test('--plan changes nothing and names the command', async () => {
    const before = await users();
    await database.query('delete from comments');
    const plan = (await run('reset', '--plan')).data<ResetPlanView>();
    expect(plan).toMatchObject({ site: 'Test Directory', newestProven: { id: backup.id }, acknowledgement: null });
    const told = await cli.run(['reset', '--plan']);
    expect(told.stdout).toContain('Next: npm run -s backup -- reset --confirm "Test Directory"');
    expect(await users()).toBe(before);
  });

  test('does nothing without the name of the site, and says what to type', async () => {
    const before = await users();
    for (const words of [['reset'], ['reset', '--confirm', 'Another']]) {
      const refused = await run(...words);
      expect([refused.code, refused.error().code]).toEqual([2, 'INVALID_INPUT']);
      expect(refused.error().hint).toContain('--confirm "Test Directory"');
    }
    expect(await users()).toBe(before);
  });

  test('empties the site behind a safety copy', async () => {
    const result = (await run('reset', '--confirm', 'Test Directory')).data<RestoreResultView>();
    expect(result).toMatchObject({ run: { kind: 'reset', status: 'done', trigger: 'cli' }, backup: null });
    expect(await users()).toBe(1);
    const safety = (await run('show', result.safetyBackupId ?? '')).data<CliBackup>();
    expect(safety.note).toContain('Safety copy');
  });
});
