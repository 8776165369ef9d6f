import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HostDatabase } from '@/lib/backup/host.types';
import { readAppliedMigrations } from '@/lib/backup/state/migrations';
import { readSeedStatus } from '@/lib/backup/state/seed-status';
import type { SiteDatabase } from '@/lib/db/drizzle';
import { seedIsStale } from '@/lib/db/seed/seed-lease';
import { createDatabase, createRole, siteDatabase, type TestDatabase } from '@/tests/support/postgres';

let site: TestDatabase;
const clients: postgres.Sql[] = [];
let db: HostDatabase;

const open = (url: string): HostDatabase => {
  const client = postgres(url, { max: 2, prepare: false, onnotice: () => undefined });
  clients.push(client);
  return drizzle(client);
};

/** By the rule of the site's own start. */
const seedStatus = (of: HostDatabase) => readSeedStatus(of, () => seedIsStale(of as unknown as SiteDatabase));

beforeAll(async () => {
  site = await siteDatabase();
  db = open(site.url);
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await site.drop();
});

it('reads the migrations that Drizzle recorded, in their order', async () => {
  const rows = await site.query<{ hash: string; created_at: string }>(
    'select hash, created_at from drizzle.__drizzle_migrations order by id',
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(await readAppliedMigrations(db)).toEqual(
    rows.map((row) => ({ hash: row.hash, createdAt: Number(row.created_at) })),
  );
});

it('finds nothing in a database that was never migrated', async () => {
  const empty = await createDatabase();
  const client = postgres(empty.url, { max: 1, prepare: false });
  expect(await readAppliedMigrations(drizzle(client))).toEqual([]);
  expect(await seedStatus(drizzle(client))).toMatchObject({ status: 'never' });
  await client.end();
  await empty.drop();
});

it('says which privilege is missing rather than that nothing was applied', async () => {
  const role = await createRole(18, { login: true, password: 'pw' });
  const url = new URL(site.url);
  url.username = role.name;
  url.password = role.password;
  const client = postgres(url.href, { max: 1, prepare: false });
  await expect(readAppliedMigrations(drizzle(client))).rejects.toMatchObject({ error: { code: 'FORBIDDEN' } });
  await client.end();
  await role.drop();
});

describe('the seed status', () => {
  beforeEach(() => site.query('delete from public.seed_status'));

  const insert = (status: string, startedAt: string, error: string | null = null) =>
    site.query(
      `insert into public.seed_status (id, status, started_at, completed_at, error) values ('singleton', $1,
        (now() at time zone 'UTC') - $2::interval, case when $1 = 'completed' then now() at time zone 'UTC' end, $3)`,
      [status, startedAt, error],
    );

  it('is never without a row', async () => {
    expect(await seedStatus(db)).toEqual({ status: 'never', startedAt: null, completedAt: null, error: null });
  });

  it('is seeding, and stale after five minutes by the clock of the database, in whatever zone', async () => {
    const holder = postgres(site.url, { max: 1, prepare: false });
    await holder`select pg_advisory_lock(12345)`;
    await insert('seeding', '4 minutes 50 seconds');
    expect(await seedStatus(db)).toMatchObject({ status: 'seeding', completedAt: null });
    await site.query('delete from public.seed_status');
    await insert('seeding', '5 minutes 10 seconds');
    expect(await seedStatus(db)).toMatchObject({ status: 'stale' });
    const client = postgres(site.url, { max: 1, prepare: false, connection: { TimeZone: 'Asia/Tokyo' } });
    const seen = await seedStatus(drizzle(client));
    expect(seen.status).toBe('stale');
    expect(Math.abs(Date.parse(seen.startedAt ?? '') - (Date.now() - 310_000))).toBeLessThan(60_000);
    await Promise.all([client.end(), holder.end()]);
  });

  it('is stale after 15 seconds where nobody holds the lock', async () => {
    await insert('seeding', '5 seconds');
    expect(await seedStatus(db)).toMatchObject({ status: 'seeding' });
    await site.query('delete from public.seed_status');
    await insert('seeding', '20 seconds');
    expect(await seedStatus(db)).toMatchObject({ status: 'stale' });
  });

  it('is completed with both times, or failed with one line and no sign-in data', async () => {
    await insert('completed', '1 minute');
    expect(await seedStatus(db)).toMatchObject({ status: 'completed', error: null });
    await site.query('delete from public.seed_status');
    await insert('failed', '1 minute', 'cannot reach postgres://app:s3cret@db/site\n  at seed.ts:1');
    expect(await seedStatus(db)).toMatchObject({ status: 'failed', error: 'cannot reach postgres://…@db/site' });
  });
});
