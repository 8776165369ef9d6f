import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { comparePoints } from '@/lib/backup/use-cases/compare-points';
import { getDatabaseState } from '@/lib/backup/use-cases/get-database-state';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { byTest, ended } from '../../support/backup-module';
import { openStateSite, type StateSite } from './state-site';

let site: StateSite;

beforeAll(async () => {
  site = await openStateSite({}, { BACKUP_ENGINE: 'wasm' });
});
afterAll(() => site.close());

const state = async () => unwrap(await getDatabaseState(site.module.context));
const backUp = (scope: 'full' | 'schema' = 'full') => ended(startBackup(site.module.context, { scope }, byTest));

test('tells version and support, the way to it without its password, the pool and the extensions', async () => {
  const seen = await state();
  const { server, name } = site.database;
  expect(seen).toMatchObject({
    major: 18,
    support: { state: 'supported', endsOn: '2030-11-14' },
    connections: [
      {
        from: 'DATABASE_URL',
        host: '127.0.0.1',
        port: server.port,
        user: 'postgres',
        database: name,
        encrypted: false,
        provider: null,
        pooling: { mode: 'direct', by: 'session' },
      },
    ],
    extensions: [{ name: 'plpgsql', version: '1.0' }],
    prepared: [],
    facts: null,
  });
  expect(JSON.stringify(seen)).not.toContain(server.password);
  expect(seen.pool.size).toBe(4);
  expect(seen.pool.sessions).toBeGreaterThanOrEqual(1);
  expect(seen.pool.allowed).toBeGreaterThan(10);
});

test('counts the sessions of the site’s pool alone', async () => {
  const pool = postgres(site.database.url, {
    max: 2,
    onnotice: () => undefined,
    connection: { application_name: 'test module' },
  });
  await Promise.all([pool`select pg_sleep(0)`, pool`select pg_sleep(0)`]);
  await pool.begin(async (transaction) => {
    await transaction`select 1`;
    const { pool: seen } = await state();
    expect(seen.open).toBeGreaterThanOrEqual(1);
    expect(seen.active).toBe(1);
    expect(seen.sessions).toBeGreaterThan(seen.open);
  });
  await pool.end();
});

test('names who would keep a dump waiting: a lock on a table at once, with who and what', async () => {
  const other = postgres(site.database.url, {
    max: 1,
    onnotice: () => undefined,
    connection: { application_name: 'a long deploy' },
  });
  await other.begin(async (transaction) => {
    await transaction`lock table public.seed_status in access exclusive mode`;
    const seen = await state();
    expect(seen).toMatchObject({ tablesLocked: true, largest: [] });
    expect(seen.blocking).toMatchObject([
      {
        application: 'a long deploy',
        state: 'idle in transaction',
        user: 'postgres',
        client: '127.0.0.1',
        locks: ['public.seed_status'],
      },
    ]);
  });
  await other.end();
  expect(await state()).toMatchObject({ tablesLocked: false, blocking: [] });
});

test('growth is what two recovery points counted; comparing them says the rest', async () => {
  const before = await backUp();
  await site.database.query(`insert into users (id, email) values ('u1', 'a@example.com'), ('u2', 'b@example.com')`);
  await site.addMigration('0006_notes', 'create table public.notes (id text primary key);', 1_900_000_000_000);
  await site.migrate();
  const schema = await backUp('schema');
  const after = await backUp();
  const { growth } = await state();
  expect([growth.from?.id, growth.to?.id]).toEqual([before.id, after.id]);
  const users = growth.tables.find(({ name }) => name === 'users');
  if (users) expect([users.rowsFrom, users.rowsTo]).toEqual([0, 2]);

  const compared = unwrap(await comparePoints(site.module.context, { one: after.id, other: before.id }));
  expect([compared.before.id, compared.after.id, compared.same]).toEqual([before.id, after.id, false]);
  expect(compared.migrations).toMatchObject([{ name: '0006_notes', change: 'added' }]);
  expect(compared.tables).toMatchObject([
    { schema: 'drizzle', name: '__drizzle_migrations', change: 'grown' },
    { schema: 'public', name: 'notes', change: 'added', rowsBefore: null, rowsAfter: 0 },
    { schema: 'public', name: 'users', change: 'grown', rowsBefore: 0, rowsAfter: 2 },
  ]);
  const uncounted = unwrap(await comparePoints(site.module.context, { one: schema.id, other: after.id }));
  expect(uncounted).toMatchObject({ tables: null, migrations: [], same: true });
  expect(await comparePoints(site.module.context, { one: after.id, other: after.id })).toMatchObject({
    ok: false,
    error: { code: 'INVALID_INPUT' },
  });
});
