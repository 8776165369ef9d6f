import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { type CliBackup, openCli, type TestCli } from './run-cli';

/** Starting the program on a busy machine takes longer than its own patience of five seconds. */
const FEW_SECONDS = 20_000;

let database: TestDatabase;
let cli: TestCli;
let backup: CliBackup;
let silent: Server;
const sockets = new Set<Socket>();

beforeAll(async () => {
  database = await siteDatabase();
  cli = await openCli(database.url);
  backup = (await cli.run(['create', '--scope', 'schema', '--json'])).data<CliBackup>();
  silent = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  silent?.close();
  await cli?.close();
  await database?.drop();
});

function urlOf(kind: string): string {
  const url = new URL(database.url);
  const address = silent.address();
  if (kind === 'refusing') url.port = '1';
  else if (kind === 'silent' && address && typeof address === 'object') url.port = String(address.port);
  else if (kind === 'password') url.password = 'not-the-password';
  else if (kind === 'absent') url.pathname = '/there_is_no_such_database';
  return kind === 'unset' ? '' : url.href;
}

describe.each(['refusing', 'silent', 'password', 'absent', 'unset'])('with a database that is %s', (kind) => {
  const run = (words: string[]) => cli.run([...words, '--json'], { DATABASE_URL: urlOf(kind) });

  test('list answers from the storage alone; what needs the database says so, with the next step', async () => {
    const [listed, refused] = await Promise.all([run(['list']), run(['create'])]);
    expect(listed.data<CliBackup[]>().map(({ id }) => id)).toEqual([backup.id]);
    const { code, message, hint } = refused.error();
    expect([refused.code, code]).toEqual([1, 'DATABASE_DOWN']);
    expect(message).toMatch({ password: /password/, absent: /no database/, unset: /DATABASE_URL/ }[kind] ?? /answer/);
    expect(hint).toContain('DATABASE_URL');
    for (const { milliseconds, stdout, stderr } of [listed, refused]) {
      expect(milliseconds).toBeLessThan(FEW_SECONDS);
      expect(stdout + stderr).not.toContain('not-the-password');
    }
  });
});

test('show and download answer from the storage alone; verify and runs do not wait for ever', async () => {
  const run = (words: string[]) => cli.run([...words, '--json'], { DATABASE_URL: urlOf('silent') });
  const out = path.join(cli.directory, 'copy.dump');
  const [shown, downloaded] = await Promise.all([run(['show', backup.id]), run(['download', backup.id, '--out', out])]);
  expect(shown.data()).toEqual(backup);
  expect(downloaded.data()).toMatchObject({ file: out, sha256: backup.sha256 });
  const refused = await Promise.all([run(['verify', backup.id]), run(['runs'])]);
  for (const result of refused) expect([result.code, result.error().code]).toEqual([1, 'DATABASE_DOWN']);
  for (const { milliseconds } of [shown, downloaded, ...refused]) expect(milliseconds).toBeLessThan(FEW_SECONDS);
});

test('doctor names what is wrong and still tries the rest', async () => {
  const examined = await cli.run(['doctor', '--json'], { DATABASE_URL: urlOf('password') });
  const report = examined.data<Record<string, { status: string; message: string; hint: string | null }>>();
  expect(report.server).toMatchObject({ status: 'failed', message: expect.stringContaining('password') });
  expect(report.server?.hint).toContain('DATABASE_URL');
  expect(report.storage).toMatchObject({ status: 'ok' });
  expect(examined.stdout + examined.stderr).not.toContain('not-the-password');
});

test('a setting that is wrong is named', async () => {
  const result = await cli.run(['list', '--json'], { BACKUP_ENGINE: 'tape' });
  expect([result.code, result.error().code]).toEqual([2, 'INVALID_INPUT']);
  expect(result.error().message).toContain('BACKUP_ENGINE');
  const unsigned = await cli.run(['list', '--json'], { BACKUP_SIGNING_KEY: '', AUTH_SECRET: '', COOKIE_SECRET: '' });
  expect([unsigned.code, unsigned.error().code]).toEqual([2, 'INVALID_INPUT']);
  expect(unsigned.error().hint).toContain('BACKUP_SIGNING_KEY');
});
