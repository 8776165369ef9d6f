import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { closeDatabase } from '@/lib/db/drizzle';
import { databaseBusy, initializeDatabase } from '@/lib/db/initialize';
import { runMigrations } from '@/lib/db/migrate';
import { lockMigrations } from '@/lib/db/migration-lock';
import { withConnection } from '@/lib/db/open-connection';
import { claimSeed, completeSeed, lockSeed } from '@/lib/db/seed/seed-lease';
import { createDatabase, type TestDatabase } from '../../support/postgres';
import { waitFor } from '../../support/wait-for';

let database: TestDatabase;

beforeEach(async () => {
  database = await createDatabase();
  vi.stubEnv('NEXT_PUBLIC_DEMO', 'false');
  vi.stubEnv('DATABASE_URL', database.url);
});
afterEach(async () => {
  await closeDatabase();
  await database.drop();
  vi.unstubAllEnvs();
});

const users = async () => (await database.query('select id from users')).length;
const seedRow = async () => {
  const [row] = await database.query<{ status: string; error: string | null; version: string }>(
    'select status, error, version from seed_status',
  );
  return row;
};
const putSeedRow = (status: string, minutesAgo: number) =>
  database.query(`insert into seed_status (id, status, started_at, error) values
    ('singleton', '${status}', (now() at time zone 'utc') - interval '${minutesAgo} minutes', 'as a test')`);

/** Another instance that is in the middle of its seed. */
const whileSeeding = (work: () => Promise<void>) =>
  withConnection(database.url, 'test', (connection) =>
    connection.transaction(async (transaction) => {
      await lockSeed(transaction);
      await work();
    }),
  );

describe('initializeDatabase', () => {
  test('two instances on an empty database: one seeds, both end healthy', async () => {
    vi.stubEnv('NEXT_PUBLIC_DEMO', 'true');
    const outcomes = await Promise.all([initializeDatabase(), initializeDatabase()]);
    expect(outcomes.map((outcome) => outcome.seed).toSorted()).toEqual(['ready', 'seeded']);
    expect(await users()).toBe(1_201);
    expect(await seedRow()).toMatchObject({ status: 'completed', error: null });
    expect((await initializeDatabase()).seed).toBe('ready');
  });

  test('a seeder that was killed is followed by another: its lock went with it', async () => {
    await runMigrations(database.url);
    const env = { ...process.env, DATABASE_URL: database.url, NEXT_PUBLIC_DEMO: 'true' };
    const seeder = spawn(process.execPath, ['--import', 'tsx', 'scripts/cli-seed.ts'], { env, stdio: 'ignore' });
    const ended = new Promise((resolve) => seeder.once('close', resolve));
    await waitFor(async () => (await seedRow())?.status === 'seeding', { timeoutMs: 30_000 });
    seeder.kill('SIGKILL');
    await ended;

    expect(await seedRow()).toMatchObject({ status: 'seeding' });
    expect(await users()).toBe(0);
    await database.query(`update seed_status set started_at = started_at - interval '20 seconds'`);
    expect((await initializeDatabase()).seed).toBe('seeded');
    expect(await users()).toBe(1);
    expect(await seedRow()).toMatchObject({ status: 'completed', error: null });
  });

  test('a failed seed is done again', async () => {
    await runMigrations(database.url);
    await putSeedRow('failed', 1);
    expect((await initializeDatabase()).seed).toBe('seeded');
    expect(await seedRow()).toMatchObject({ status: 'completed', error: null });
  });

  test('a seed that fails leaves no row, says why, and the next one succeeds', async () => {
    await runMigrations(database.url);
    await database.query(`alter table permissions add constraint refuse check (key <> 'system:backup')`);
    await expect(initializeDatabase()).rejects.toThrow(/could not be seeded; no row was added/);
    expect(await seedRow()).toMatchObject({
      status: 'failed',
      error: 'The table permissions could not be filled. The database reported an error (code 23514).',
    });
    expect(await users()).toBe(0);
    await database.query('alter table permissions drop constraint refuse');
    expect((await initializeDatabase()).seed).toBe('seeded');
  });

  test('another instance’s fresh seed is waited for, not repeated', async () => {
    await runMigrations(database.url);
    await putSeedRow('seeding', 1);
    const asked = `select 1 from pg_stat_activity where datname = current_database() and application_name = 'site start'`;
    await whileSeeding(async () => {
      const waiting = initializeDatabase();
      await waitFor(async () => (await database.query(asked)).length > 0);
      await database.query(`update seed_status set status = 'completed'`);
      expect((await waiting).seed).toBe('ready');
    });
    expect(await users()).toBe(0);
  });

  test('users that are there are never added to, and need no password of a first admin', async () => {
    vi.stubEnv('NEXT_PUBLIC_DEMO', '');
    vi.stubEnv('SEED_ADMIN_PASSWORD', '');
    vi.stubEnv('NODE_ENV', 'production');
    await runMigrations(database.url);
    await database.query(`insert into users (id, email) values ('u1', 'first@example.com')`);
    expect((await initializeDatabase()).seed).toBe('existing');
    expect(await users()).toBe(1);
    expect(await seedRow()).toMatchObject({ status: 'completed', version: 'existing data' });
  });
});

test('who lost the lease cannot complete the seed', async () => {
  await runMigrations(database.url);
  await withConnection(database.url, 'test', async (connection) => {
    const slow = await claimSeed(connection);
    expect(await claimSeed(connection)).toBeNull();
    await database.query(`update seed_status set started_at = started_at - interval '6 minutes'`);
    expect(await claimSeed(connection)).toEqual(expect.any(String));
    await expect(completeSeed(connection, slow ?? '', '1')).rejects.toThrow(/took over/);
  });
});

test('databaseBusy tells of migrations and of a fresh seed, from whichever instance', async () => {
  expect(await databaseBusy()).toBeNull();
  await withConnection(database.url, 'test', (connection) =>
    connection.transaction(async (transaction) => {
      await lockMigrations(transaction);
      expect(await databaseBusy()).toBe('migrating');
    }),
  );
  await runMigrations(database.url);
  expect(await databaseBusy()).toBeNull();
  await putSeedRow('seeding', 1);
  await whileSeeding(async () => expect(await databaseBusy()).toBe('seeding'));
  expect(await databaseBusy()).toBeNull();
  await database.query('delete from seed_status');
  await putSeedRow('seeding', 0);
  expect(await databaseBusy()).toBe('seeding');
  await database.query(`update seed_status set started_at = started_at - interval '6 minutes'`);
  expect(await databaseBusy()).toBeNull();
});
