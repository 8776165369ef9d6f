import { afterAll, beforeAll, expect, test } from 'vitest';
import { ID_PATTERN } from '@/lib/backup/kernel/ids';
import { nativeTool } from '../../support/native-tools';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { type CliBackup, openCli, type TestCli } from './run-cli';

let database: TestDatabase;
let cli: TestCli;
let full: CliBackup;

beforeAll(async () => {
  database = await siteDatabase();
  cli = await openCli(database.url);
});
afterAll(async () => {
  await cli?.close();
  await database?.drop();
});

const isMoment = (text: string) => new Date(text).toISOString() === text;

test('create makes a full backup with the database’s own figures; progress goes to stderr', async () => {
  const made = await cli.run(['create', '--note', 'before the big change', '--json']);
  full = made.data<CliBackup>();
  expect(full).toMatchObject({
    id: expect.stringMatching(ID_PATTERN),
    scope: 'full',
    format: 'sql.gz',
    engine: 'wasm',
    size: expect.any(Number),
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    proof: 'read-back',
    note: 'before the big change',
  });
  expect(isMoment(full.createdAt)).toBe(true);
  expect(made.stderr).toContain('Dumping tables');
  const [count] = await database.query<{ rows: string }>('select count(*) as rows from item_views');
  const views = full.tables.find(({ schema, name }) => schema === 'public' && name === 'item_views');
  expect(views).toMatchObject({ rows: Number(count?.rows), digest: expect.stringMatching(/^[0-9a-f]{16,}$/) });
  expect(full.tables.some(({ schema }) => schema === 'backup')).toBe(false);
});

test('create takes a scope, a group, tables, a format and an engine', async ({ skip }) => {
  const group = (await cli.run(['create', '--group', 'auth', '--format', 'sql', '--json'])).data<CliBackup>();
  expect(group).toMatchObject({ scope: 'tables', group: 'auth', format: 'sql', engine: 'wasm', proof: 'read-back' });
  expect(group.tables.map(({ name }) => name)).toContain('users');
  expect(group.tables.map(({ name }) => name)).not.toContain('comments');
  const named = ['create', '--table', 'subscriptionHistory', 'public.users', '--format', 'custom', '--json'];
  const tables = (await cli.run(named)).data<CliBackup>();
  expect(tables).toMatchObject({ scope: 'tables', group: null, format: 'custom' });
  expect(tables.tables.map(({ name }) => name).sort()).toEqual(['subscriptionHistory', 'users']);
  skip(!nativeTool('pg_dump', 18), 'no native pg_dump 18 or newer on this machine');
  const schema = await cli.run(['create', '--scope', 'schema', '--engine', 'native', '--json']);
  expect(schema.data<CliBackup>()).toMatchObject({ scope: 'schema', format: 'custom', engine: 'native', tables: [] });
});

test('list and show tell the same; the newest comes first', async () => {
  const [listed, shown] = await Promise.all([cli.run(['list', '--json']), cli.run(['show', full.id, '--json'])]);
  const backups = listed.data<CliBackup[]>();
  const times = backups.map(({ createdAt }) => createdAt);
  expect(times).toEqual([...times].sort().reverse());
  expect(backups.find(({ id }) => id === full.id)).toEqual(shown.data());
  expect(shown.data<CliBackup>()).toEqual(full);
});

test('verify reads the bytes back, and proves by restoring', async () => {
  const bytes = await cli.run(['verify', full.id, '--json']);
  expect(bytes.data()).toMatchObject({
    id: full.id,
    proof: 'read-back',
    level: 'bytes',
    verification: { passed: true },
  });
  const restored = await cli.run(['verify', full.id, '--level', 'restore', '--json']);
  const proven = restored.data<CliBackup & { verification: unknown }>();
  expect(proven).toMatchObject({ proof: 'restored', level: 'restore', verification: { passed: true } });
  for (const table of proven.tables) expect(table).toMatchObject({ same: true, restoredRows: table.rows });
});

test('delete hides a backup, undelete brings it back', async () => {
  const [newest] = (await cli.run(['list', '--json'])).data<CliBackup[]>();
  const id = newest?.id ?? '';
  expect((await cli.run(['delete', id, '--json'])).data()).toEqual({ id, deleted: true });
  const gone = await cli.run(['show', id, '--json']);
  expect([gone.code, gone.error().code]).toEqual([1, 'NOT_FOUND']);
  expect((await cli.run(['undelete', id, '--json'])).data()).toEqual({ id, deleted: false });
  expect((await cli.run(['show', id, '--json'])).data<CliBackup>().id).toBe(id);
});

test('runs are told newest first, with who started them', async () => {
  const runs = (await cli.run(['runs', '--json'])).data<{ kind: string; status: string; actorName: string }[]>();
  expect(runs.every(({ status }) => status === 'done')).toBe(true);
  expect(runs.slice(0, 3).map(({ kind }) => kind)).toEqual(['verify', 'verify', 'backup']);
  expect(runs[0]?.actorName).toMatch(/\(terminal\)$/);
});

test('seed tells the state of the first data', async () => {
  const seed = (await cli.run(['seed', '--json'])).data<{ status: string; completedAt: string }>();
  expect(seed).toMatchObject({ status: 'completed', error: null });
  expect(isMoment(seed.completedAt)).toBe(true);
});

test('migrations are compared by hash: same, pending, unknown, changed', async () => {
  interface Verdict {
    verdict: string;
    applied: number;
    journal: number;
    rows: { tag: string | null; state: string }[];
  }
  const ask = async () => (await cli.run(['migrations', '--json'])).data<Verdict>();
  const table = 'drizzle.__drizzle_migrations';
  const newest = `id = (select max(id) from ${table})`;
  const same = await ask();
  expect(same).toMatchObject({ verdict: 'same', applied: same.journal });
  const [row] = await database.query<{ hash: string; at: string }>(
    `delete from ${table} where ${newest} returning hash, created_at::text as at`,
  );
  expect(await ask()).toMatchObject({ verdict: 'pending', applied: same.journal - 1 });
  await database.query(`insert into ${table} (hash, created_at) values ($1, $2)`, [row?.hash ?? '', row?.at ?? '']);
  await database.query(`insert into ${table} (hash, created_at) values (repeat('ab', 32), 1)`);
  const unknown = await ask();
  expect(unknown).toMatchObject({ verdict: 'unknown', applied: same.journal + 1 });
  expect(unknown.rows.filter(({ state }) => state === 'unknown')).toMatchObject([{ tag: null }]);
  await database.query(
    `delete from ${table} where ${newest}; update ${table} set hash = repeat('cd', 32) where ${newest}`,
  );
  const changed = await ask();
  expect(changed).toMatchObject({ verdict: 'changed', applied: same.journal });
  expect(changed.rows.at(-1)).toMatchObject({ tag: expect.any(String), state: 'changed' });
});

test('doctor tries each part and never tells a secret', async () => {
  const secrets = { CRON_SECRET: 'cron secret that is long enough for anybody', AUTH_SECRET: 'the secret of sign-in' };
  const examined = await cli.run(['doctor', '--json'], secrets);
  const report = examined.data<Record<string, { status: string; message: string }>>();
  for (const part of ['site', 'server', 'engines', 'storage']) expect(report[part]).toMatchObject({ status: 'ok' });
  expect(report.content).toMatchObject({ status: 'warning' });
  for (const { status } of Object.values(report)) expect(['ok', 'warning', 'failed']).toContain(status);
  const told = examined.stdout + examined.stderr;
  const hidden = [...Object.values(secrets), 'test signing key', database.server.password, 'postgresql://'];
  for (const secret of hidden) expect(told).not.toContain(secret);
});
