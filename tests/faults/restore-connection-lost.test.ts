import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CutProxy, cutProxy } from '../integration/runs/cut-proxy';
import { siteDatabase } from '../support/postgres';
import { restored } from '../support/restoring';
import { waitFor } from '../support/wait-for';
import { disturbedRestore, errorOf, restoreSessions } from './restore-disturbed';
import { openRestoreSite, type RestoreSite } from './restore-site';

/** Loaded first and without any constraint: a lock on it holds up the comparison and nothing before. */
const FIRST_TABLE = `create table "0_first" (a int); insert into "0_first" values (1)`;

let site: RestoreSite;
let proxy: CutProxy;

beforeAll(async () => {
  const database = await siteDatabase();
  proxy = await cutProxy(database.url);
  site = await openRestoreSite({ database, url: proxy.url, prepare: FIRST_TABLE });
});
afterAll(async () => {
  await site?.close();
  await proxy?.close();
});

const terminate = async (database: string) => {
  for (const pid of await restoreSessions(site, database)) {
    await site.live.query('select pg_terminate_backend($1)', [pid]);
  }
};

const lost = {
  code: 'DATABASE_DOWN',
  message: expect.stringContaining('connection to the database broke off'),
  hint: expect.stringContaining('Try again'),
  retryable: true,
};

test('the server ends the session that loads', async () => {
  const outcome = await disturbedRestore(site, { kind: 'live' }, ({ scratch }) => terminate(scratch));
  expect(errorOf(outcome)).toMatchObject(lost);
  await site.expectUntouched();
});

test('the server ends the session that compares', async () => {
  const outcome = await disturbedRestore(site, { kind: 'live' }, async ({ scratch, letGo, finished }) => {
    const holder = new pg.Client({ connectionString: site.live.server.url(scratch) });
    holder.on('error', () => undefined);
    await holder.connect();
    const loaded = { what: 'the first rows' };
    await waitFor(async () => (await holder.query('select from "0_first"')).rowCount, loaded);
    await holder.query('begin; lock table "0_first" in access exclusive mode');
    letGo();
    const waits = await waitFor(
      () =>
        site.live
          .query<{ pid: number }>(
            `select pid from pg_stat_activity where datname = $1 and application_name = 'backup proof' and wait_event_type = 'Lock'`,
            [scratch],
          )
          .then((rows) => rows[0]),
      { timeoutMs: 60_000, what: 'the comparison to wait' },
    );
    await site.live.query('select pg_terminate_backend($1)', [waits.pid]);
    await finished;
    await holder.end();
  });
  expect(errorOf(outcome)).toMatchObject(lost);
  await site.expectUntouched();
});

test('every connection is cut for seconds in the middle of the load', async () => {
  const outcome = await disturbedRestore(site, { kind: 'live' }, async ({ letGo }) => {
    proxy.cut();
    letGo();
    await waitFor(async () => (await sessionsOfModule()) === 0, { what: 'all sessions to be gone' });
    setTimeout(() => proxy.mend(), 2_000);
  });
  expect(errorOf(outcome)).toMatchObject({ code: 'DATABASE_DOWN', hint: expect.stringMatching(/\w/), retryable: true });
  await site.expectUntouched();
});

test('after all that, a restore works with no clean-up', async () => {
  const result = await restored(site.module, site.backupId, { kind: 'live' });
  expect(result.run.status).toBe('done');
  await site.expectRestored();
});

async function sessionsOfModule(): Promise<number> {
  const rows = await site.live.query(
    `select 1 from pg_stat_activity where datname like 'bk\\_scratch\\_%' and application_name like 'backup %' and query not like '%pg_stat_activity%'
       and exists (select from backup.runs where datname = 'bk_scratch_' || lower(runs.id))`,
  );
  return rows.length;
}
