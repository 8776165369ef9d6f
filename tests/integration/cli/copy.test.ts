import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { type CliBackup, openCli, type TestCli } from './run-cli';

let database: TestDatabase;
let cli: TestCli;
let copies: { BACKUP_COPIES: string; place: string };

beforeAll(async () => {
  database = await siteDatabase();
  cli = await openCli(database.url, { BACKUP_DRILL_DAYS: '0' });
  const place = path.join(cli.directory, 'off-site');
  copies = { BACKUP_COPIES: `off-site=${place}`, place };
});
afterAll(async () => {
  await cli?.close();
  await database?.drop();
});

test('a backup made before there were copies is copied by hand; doctor tries each place', async () => {
  const { BACKUP_COPIES } = copies;
  const made = (await cli.run(['create', '--scope', 'schema', '--json'])).data<CliBackup>();
  expect((await cli.run(['copy', made.id, '--to', 'off-site'])).code).not.toBe(0);
  const none = (await cli.run(['doctor', '--json'])).document().data;
  expect(none).toMatchObject({ copies: { status: 'warning', message: expect.stringContaining('no off-site copies') } });

  const copied = await cli.run(['copy', made.id, '--to', 'off-site'], { BACKUP_COPIES });
  expect([copied.code, copied.stdout]).toEqual([0, expect.stringContaining(`Copied ${made.id} to “off-site”`)]);
  const unknown = await cli.run(['copy', made.id, '--to', 'nowhere', '--json'], { BACKUP_COPIES });
  expect(unknown.error()).toMatchObject({ code: 'NOT_FOUND', hint: 'There are: off-site.' });
  const all = (await cli.run(['doctor', '--json'], { BACKUP_COPIES })).document().data;
  expect(all).toMatchObject({ storage: { status: 'ok' }, copies: { status: 'ok' } });
});

test('a copy that fails says why, does not fail the backup, and doctor names the place', async () => {
  const { BACKUP_COPIES, place } = copies;
  await rm(place, { recursive: true, force: true });
  await writeFile(place, 'in the way');
  const made = await cli.run(['create', '--scope', 'schema', '--json'], { BACKUP_COPIES });
  expect(made.code).toBe(0);
  const { id } = made.data<CliBackup>();
  const copied = await cli.run(['copy', id, '--to', 'off-site', '--json'], { BACKUP_COPIES });
  expect(copied.error()).toMatchObject({
    code: 'STORAGE_DOWN',
    message: expect.stringContaining('The copy to “off-site” failed'),
  });
  const report = (await cli.run(['doctor', '--json'], { BACKUP_COPIES })).document().data;
  expect(report).toMatchObject({ copies: { status: 'failed', message: expect.stringContaining('“off-site”') } });
  await rm(place);
});

test('settings that cannot be are named before anything is done', async () => {
  const wrong = await cli.run(['list', '--json'], { BACKUP_COPIES: 'off-site=ftp://somewhere' });
  expect(wrong.error()).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('BACKUP_COPIES') });
});
