import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DrillView, RestorePlanView, RestoreResultView } from '@/lib/backup/views';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { onServer } from '../../support/test-database';
import { type CliBackup, openCli, type TestCli } from './run-cli';

let source: TestDatabase;
let cli: TestCli;
let backup: CliBackup;
/** Name of a live database that is gone. */
let lost: string;
let urlOfLost: string;

beforeAll(async () => {
  source = await siteDatabase();
  cli = await openCli(source.url);
  backup = (await cli.run(['create', '--json'])).data<CliBackup>();
  lost = `${source.name}_lost`;
  const url = new URL(source.url);
  url.pathname = `/${lost}`;
  urlOfLost = url.href;
});
afterEach(async () => {
  for (const name of [lost, `${lost}_beside`])
    await onServer(source.server, `drop database if exists "${name}" with (force)`);
});
afterAll(async () => {
  await cli?.close();
  await source?.drop();
});

const run = (...words: string[]) => cli.run([...words, '--json'], { DATABASE_URL: urlOfLost });
const exists = async (name: string) =>
  (await source.query('select 1 from pg_database where datname = $1', [name])).length === 1;
/** Scratch databases of restores whose record says that they were cancelled. */
async function scratchesOfCancelled(): Promise<{ cancelled: number; left: unknown[] }> {
  const folder = path.join(cli.store, 'test-directory', 'restorations');
  const records = await Promise.all(
    (await readdir(folder)).map(async (file) => JSON.parse(await readFile(path.join(folder, file), 'utf8'))),
  );
  const names = records
    .filter(({ outcome }) => outcome === 'cancelled')
    .map(({ id }) => `bk_scratch_${String(id).toLowerCase()}`);
  const left = await source.query('select datname from pg_database where datname = any($1)', [names]);
  return { cancelled: names.length, left };
}

test('restore --live makes the database again from the storage alone', async () => {
  const plan = (await run('restore', 'latest', '--live', '--plan')).data<RestorePlanView>();
  expect(plan).toMatchObject({
    target: { kind: 'live', method: 'create', database: lost },
    counted: 'none',
    refusals: [],
  });
  expect(await exists(lost)).toBe(false);
  const unsaid = await run('restore', 'latest', '--live');
  expect([unsaid.code, unsaid.error().code]).toEqual([2, 'INVALID_INPUT']);

  const restored = await run('restore', 'latest', '--live', '--confirm', 'Test Directory');
  expect(restored.data<RestoreResultView>()).toMatchObject({
    run: { kind: 'restore', status: 'done', trigger: 'cli' },
    target: { kind: 'live', method: 'create', database: lost },
    compared: { same: true },
    safetyBackupId: null,
  });
  expect(restored.stderr).toContain('Comparing every table with the backup');
  const runs = (await run('runs')).data<{ kind: string; status: string }[]>();
  expect(runs[0]).toMatchObject({ kind: 'restore', status: 'done' });
  expect((await run('create')).data<CliBackup>().tables.map(({ name, rows }) => [name, rows])).toEqual(
    expect.arrayContaining([['comments', backup.tables.find(({ name }) => name === 'comments')?.rows]]),
  );
});

test('a new database can be made beside nothing, for looking', async () => {
  const restored = (await run('restore', backup.id, '--to-database', `${lost}_beside`)).data<RestoreResultView>();
  expect(restored).toMatchObject({
    target: { kind: 'database', database: `${lost}_beside` },
    compared: { same: true },
  });
  expect([await exists(lost), await exists(`${lost}_beside`)]).toEqual([false, true]);
});

test('a drill needs no live database, only its server', async () => {
  const drill = (await run('drill')).data<DrillView>();
  expect(drill).toMatchObject({ passed: true, differing: [], tables: backup.tables.length });
  expect(await exists(lost)).toBe(false);
  const shown = await cli.run(['show', drill.backupId, '--json']);
  expect(shown.data<CliBackup>().proof).toBe('restored');
});

test('Ctrl-C stops it, and nothing is left', async () => {
  const started = cli.start(['restore', backup.id, '--live', '--confirm', 'Test Directory', '--json'], {
    DATABASE_URL: urlOfLost,
  });
  started.child.stderr.once('data', () => started.child.kill('SIGINT'));
  const result = await started.ended;
  expect([result.code, result.error().code]).toEqual([1, 'CANCELLED']);
  expect(result.stderr).toContain('Cancelling');
  expect(await exists(lost)).toBe(false);
  expect(await scratchesOfCancelled()).toEqual({ cancelled: 1, left: [] });
});

test('what needs the database still says so', async () => {
  const refused = await run('restore', backup.id, '--table', 'comments');
  expect(refused.code).not.toBe(0);
  expect(refused.error().hint).not.toBeNull();
  const undo = await run('undo', '--confirm', 'Test Directory');
  expect([undo.code, undo.error().code]).toEqual([1, 'NOT_FOUND']);
});
