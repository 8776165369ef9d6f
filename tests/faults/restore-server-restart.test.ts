import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMigrations } from '@/lib/db/migrate';
import { seedDatabase } from '@/lib/db/seed/seed-database';
import type { EmbeddedPostgres } from '../../scripts/embedded-postgres';
import { openDatabase, type TestDatabase } from '../support/postgres';
import { restored } from '../support/restoring';
import { startTestPostgres } from '../support/test-cluster';
import { waitFor } from '../support/wait-for';
import { disturbedRestore, errorOf, FIRST_TABLE, holdComparison, restoreSessions } from './restore-disturbed';
import { openRestoreSite, type RestoreSite } from './restore-site';

const away = {
  code: 'DATABASE_DOWN',
  message: expect.stringMatching(/connection to the database broke off|starting or shutting down/),
  hint: expect.stringMatching(/\w/),
  retryable: true,
};

let server: EmbeddedPostgres;
let home: TestDatabase;

beforeAll(async () => {
  server = await startTestPostgres(18);
  home = openDatabase(server, 'postgres');
});
afterAll(() => server?.stop());

/** A server of this test's own, so that nobody else is hit when all its sessions die. */
async function ownSite(owner: string): Promise<TestDatabase> {
  const name = `site_of_${owner}`;
  await home.query(`create role "${owner}" login password 'only for this test'`);
  await home.query(`create database "${name}" owner "${owner}"`);
  await home.query(`alter role "${owner}" ${owner === 'creator' ? 'createdb' : 'nocreatedb'}`);
  // The test, too, works as the owner: the role of a site may not end sessions of a superuser, and a swap must.
  const url = (database: string) =>
    server.url(database).replace(/\/\/[^@]+@/, `//${owner}:${encodeURIComponent('only for this test')}@`);
  const database = openDatabase({ ...server, url }, name);
  await runMigrations(database.url);
  await seedDatabase(database.url, { demo: true, adminEmail: 'admin@example.com', adminPassword: 'a long enough one' });
  return database;
}

/** What PostgreSQL does when one of its processes is killed: all sessions end at once, then it recovers from its log. */
async function crash(pid: number): Promise<void> {
  // A sequence jumps ahead in a recovery, as PostgreSQL promises no more than that; not so right behind a checkpoint.
  await home.query('checkpoint');
  const startedAt = () =>
    home.query<{ at: string }>(
      `select min(backend_start)::text as at from pg_stat_activity where backend_type = 'checkpointer'`,
    );
  const [before] = await startedAt();
  process.kill(pid, 'SIGKILL');
  await waitFor(async () => (await startedAt())[0]?.at !== before?.at, { what: 'the server to be back' });
}

describe.each([
  { role: 'creator', way: 'beside the live database', loadsIn: 'scratch' },
  { role: 'plain', way: 'in the live database', loadsIn: 'live' },
] as const)('the server crashes in the middle of a restore $way', ({ role, loadsIn }) => {
  let site: RestoreSite;
  beforeAll(async () => {
    site = await openRestoreSite({ database: await ownSite(role), prepare: FIRST_TABLE });
  });
  afterAll(() => site?.close());

  test('while it loads', async () => {
    const outcome = await disturbedRestore(site, { kind: 'live' }, async ({ scratch, letGo }) => {
      const [pid] = await restoreSessions(site, loadsIn === 'scratch' ? scratch : site.live.name);
      await crash(pid ?? 0);
      letGo();
    });
    expect(errorOf(outcome)).toMatchObject(away);
    await site.expectUntouched();
  });

  // In one transaction, comparing is hidden from every other session.
  if (loadsIn === 'scratch') {
    test('while it compares', async () => {
      const outcome = await disturbedRestore(site, { kind: 'live' }, async (disturbance) => {
        const comparison = await holdComparison(site, disturbance);
        await crash(comparison.pid);
        await comparison.end();
      });
      expect(errorOf(outcome)).toMatchObject(away);
      await site.expectUntouched();
    });
  }

  test('and afterwards a restore works', async () => {
    const { run, target } = await restored(site.module, site.backupId, { kind: 'live' });
    expect(run.status).toBe('done');
    expect(target).toMatchObject({ method: loadsIn === 'scratch' ? 'swap' : 'transaction' });
    await site.expectRestored();
  });
});
