import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CutProxy, cutProxy } from '../integration/runs/cut-proxy';
import { siteDatabase } from '../support/postgres';
import { restored } from '../support/restoring';
import { waitFor } from '../support/wait-for';
import { disturbedRestore, errorOf, FIRST_TABLE, holdComparison, restoreSessions } from './restore-disturbed';
import { openRestoreSite, type RestoreSite } from './restore-site';

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
  const outcome = await disturbedRestore(site, { kind: 'live' }, async (disturbance) => {
    const comparison = await holdComparison(site, disturbance);
    await site.live.query('select pg_terminate_backend($1)', [comparison.pid]);
    await disturbance.finished;
    await comparison.end();
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
