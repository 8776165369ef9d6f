import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ArchitectureView, ReadinessView } from '@/lib/backup/views';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { openCli, type TestCli } from './run-cli';

/** Each command is a process of its own, and other tests run beside it. */
const PATIENCE = { timeout: 240_000 };
const SECRET = 'a cron secret that nobody may ever read';

let database: TestDatabase;
let cli: TestCli;

beforeAll(async () => {
  database = await siteDatabase();
  cli = await openCli(database.url, { CRON_SECRET: SECRET, AUTH_SECRET: 'another one that is secret' });
});
afterAll(async () => {
  await cli?.close();
  await database?.drop();
});

test('readiness names what is open and the next step, and answers by its exit code', PATIENCE, async () => {
  const json = await cli.run(['readiness', '--json']);
  expect(json.code).toBe(1);
  const view = json.document().data as ReadinessView;
  expect(view).toMatchObject({ ready: false, of: 7, next: { item: 'backup', finding: { code: 'no-backup' } } });
  const text = await cli.run(['readiness']);
  expect(text.code).toBe(1);
  expect(text.stdout).toMatch(
    /^\d of 7 points hold\.\nNext step: There is no full backup that can be counted on\. Back up now\.\n/,
  );
  expect(text.stdout).toContain('✗ A restore was proven within the quarter');
  for (const { stdout, stderr } of [json, text]) {
    expect(stdout + stderr).not.toContain(SECRET);
    expect(stdout + stderr).not.toContain(new URL(database.url).password || 'no password');
  }
});

test('a sign-off from the terminal changes the score, and is taken back', PATIENCE, async () => {
  const score = async () => ((await cli.run(['readiness', '--json'])).document().data as ReadinessView).score;
  const before = await score();
  const signed = await cli.run(['readiness', 'sign-off', 'secrets', '--note', 'In the safe', '--days', '30']);
  expect([signed.code, signed.stdout]).toEqual([0, expect.stringMatching(/^Signed off until 20\d\d-/)]);
  expect(await score()).toBe(before + 1);
  expect((await cli.run(['readiness', 'revoke', 'secrets', '--json'])).document()).toEqual({ ok: true, data: null });
  expect(await score()).toBe(before);
  for (const words of [
    ['readiness', 'sign-off', 'backup', '--json'],
    ['readiness', 'sign-off', 'secrets', '--days', '366', '--json'],
  ]) {
    const refused = await cli.run(words);
    expect([refused.code, refused.error().code], words.join(' ')).toEqual([2, 'INVALID_INPUT']);
  }
});

test('architecture tells each kind of data, and says so where a part does not answer', PATIENCE, async () => {
  const view = (await cli.run(['architecture', '--json'])).data<ArchitectureView>();
  expect(view.rows.map(({ kind }) => kind).slice(0, 8)).toEqual([
    ...['people', 'sessions', 'payments', 'interactions', 'items', 'pages', 'settings', 'copies'],
  ]);
  const text = await cli.run(['architecture']);
  expect(text.stdout).toMatch(/\nUsers, roles, permissions\n {2}is {6}7 tables, about .*\n {2}kept {4}Database dump\n/);
  const dead = await cli.run(['architecture'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
  expect(dead.code).toBe(0);
  expect(dead.stdout).toMatch(/^The database does not answer\.\n/);
});
