import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256Hex } from '@/lib/backup/kernel/digest';
import { newId } from '@/lib/backup/kernel/ids';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { type CliBackup, openCli, type TestCli } from './run-cli';

let database: TestDatabase;
let cli: TestCli;
let backup: CliBackup;

beforeAll(async () => {
  database = await siteDatabase();
  cli = await openCli(database.url);
  backup = (await cli.run(['create', '--json'])).data<CliBackup>();
});
afterAll(async () => {
  await cli?.close();
  await database?.drop();
});

const unknownId = newId(new Date());

test.for<[words: string[], code: number, error: string]>([
  [['make'], 2, 'INVALID_INPUT'],
  [[], 2, 'INVALID_INPUT'],
  [['create', '--format', 'zip'], 2, 'INVALID_INPUT'],
  [['create', '--group', 'auth', '--table', 'users'], 2, 'INVALID_INPUT'],
  [['download', unknownId], 2, 'INVALID_INPUT'],
  [['show', '../../etc/passwd'], 1, 'NOT_FOUND'],
  [['cancel', unknownId], 1, 'NOT_FOUND'],
])('%j exits with its code and one document', async ([words, code, error]) => {
  const result = await cli.run([...words, '--json']);
  expect([result.code, result.error().code]).toEqual([code, error]);
  expect(Object.keys(result.error())).toEqual(expect.arrayContaining(['code', 'message', 'hint']));
  expect(result.error().message).not.toBe('');
  expect(result.stderr).toBe('');
});

test('a person reads one sentence and the next step on stderr, nothing on stdout', async () => {
  const [wrong, refused, help] = await Promise.all([
    cli.run(['create', '--format', 'zip']),
    cli.run(['delete', backup.id]),
    cli.run(['--help']),
  ]);
  expect([wrong.code, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr.match(/zip/g)).toHaveLength(1);
  expect([refused.code, refused.stdout]).toEqual([3, '']);
  expect(refused.stderr).toBe(
    'This is the last good backup. It cannot be deleted.\nMake another backup first, then delete this one.\n',
  );
  expect([help.code, help.stderr]).toEqual([0, '']);
  for (const command of ['doctor', 'create', 'list', 'show', 'verify', 'download', 'delete', 'undelete', 'cancel']) {
    expect(help.stdout).toContain(command);
  }
});

test('a table that does not exist is named, and no backup appears', async () => {
  const result = await cli.run(['create', '--table', 'subscription_history', '--json']);
  expect([result.code, result.error().code]).toEqual([2, 'INVALID_INPUT']);
  expect(result.error().message).toContain('subscription_history');
  expect((await cli.run(['list', '--json'])).data<CliBackup[]>().map(({ id }) => id)).toEqual([backup.id]);
});

test('the last good backup is not deleted: exit code 3', async () => {
  const result = await cli.run(['delete', backup.id, '--json']);
  expect([result.code, result.error().code]).toEqual([3, 'CONFLICT']);
});

test('download writes the very bytes, and never over a file', async () => {
  const out = path.join(cli.directory, 'copy.sql.gz');
  const downloaded = await cli.run(['download', backup.id, '--out', out, '--json']);
  const { id, size, sha256 } = backup;
  expect(downloaded.data()).toEqual({ id, file: out, size, sha256, encryption: 'none' });
  expect(sha256Hex(await readFile(out))).toBe(backup.sha256);
  expect((await stat(out)).mode & 0o077).toBe(0);
  const taken = path.join(cli.directory, 'taken');
  await writeFile(taken, 'precious');
  const refused = await cli.run(['download', backup.id, '--out', taken, '--json']);
  expect([refused.code, refused.error().code]).toEqual([3, 'CONFLICT']);
  expect(await readFile(taken, 'utf8')).toBe('precious');
  const nowhere = await cli.run(['download', backup.id, '--out', path.join(cli.directory, 'no', 'folder'), '--json']);
  expect([nowhere.code, nowhere.error().code]).toEqual([2, 'INVALID_INPUT']);
  expect((await readdir(cli.directory)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('npm run -s backup prints the same document', async () => {
  const child = spawn('npm', ['run', '-s', 'backup', '--', 'show', backup.id, '--json'], {
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      BACKUP_LOCAL_DIR: cli.store,
      BACKUP_SIGNING_KEY: 'test signing key, long enough for anybody',
      SITE_NAME: 'Test Directory',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  expect(JSON.parse(await text(child.stdout))).toEqual({ ok: true, data: backup });
  expect((await exited)[0]).toBe(0);
});
