import { readdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { type CliBackup, openCli, type TestCli } from './run-cli';

type Report = Record<string, { status: string; message: string; places?: object[] }>;

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
  expect(all).toMatchObject({ storage: { status: 'ok' }, copies: { status: 'ok' }, catalog: { status: 'ok' } });
});

test('doctor says in a line what is missing or strange in the stores, without reading data', async () => {
  const { BACKUP_COPIES, place } = copies;
  const asked = async () => {
    const { catalog } = (await cli.run(['doctor', '--json'], { BACKUP_COPIES })).document().data as Report;
    return catalog;
  };
  const copied = readdirSync(place, { recursive: true }).map((name) => path.join(place, String(name)));
  const data = copied.find((name) => path.basename(name).startsWith('data.')) ?? '';
  const bytes = await readFile(data);
  // Other bytes of the same length are found by reading alone.
  await writeFile(data, Buffer.alloc(bytes.byteLength));
  expect(await asked()).toMatchObject({
    status: 'ok',
    message: expect.stringContaining('1 backup; nothing is missing'),
  });
  const stray = path.join(path.dirname(data), 'notes.txt');
  await writeFile(stray, 'x');
  expect(await asked()).toMatchObject({ status: 'warning', message: 'In “off-site”: 1 extra.' });
  await Promise.all([rm(data), rm(path.join(path.dirname(data), 'manifest.json'))]);
  const lost = await asked();
  expect(lost).toMatchObject({ status: 'failed', hint: expect.stringContaining('catalog check') });
  expect(lost?.message).toContain('“off-site”: 1 missing, 1 extra.');
  expect(lost?.places).toMatchObject([
    { name: 'primary', backups: 1, missing: 0 },
    { name: 'off-site', missing: 1 },
  ]);
  const spoken = await cli.run(['doctor'], { BACKUP_COPIES });
  expect(spoken.stdout).toMatch(/^✗ catalog /m);
  await rm(place, { recursive: true });
});

test('a rescue script of another version is a warning: no backup lacks anything', async () => {
  const { BACKUP_COPIES, place } = copies;
  const [made] = (await cli.run(['list', '--json'])).data<CliBackup[]>();
  expect((await cli.run(['copy', made?.id ?? '', '--to', 'off-site'], { BACKUP_COPIES })).code).toBe(0);
  const sound = (await cli.run(['doctor', '--json'], { BACKUP_COPIES })).document().data as Report;
  expect(sound.catalog).toMatchObject({ status: 'ok' });
  const script = path.join(cli.store, 'test-directory', 'rescue', 'rescue.mjs');
  const before = await readFile(script);
  await writeFile(script, 'console.log("of an older version");');
  const { catalog } = (await cli.run(['doctor', '--json'], { BACKUP_COPIES })).document().data as Report;
  expect(catalog).toMatchObject({ status: 'warning', message: 'In “primary”: 1 damaged.' });
  await writeFile(script, before);
  await rm(place, { recursive: true });
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
