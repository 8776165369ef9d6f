import { afterAll, beforeAll, expect, it } from 'vitest';
import { executeRun } from '@/lib/backup/runs/execute-run';
import { findRunning, getRun, listRuns } from '@/lib/backup/runs/run-records';
import { type ModuleDatabase, memoryLog, moduleDatabase, started } from './module-database';

let site: ModuleDatabase;

beforeAll(async () => {
  site = await moduleDatabase();
});
afterAll(() => site.close());

it('lists runs newest first, page by page and by kind, also where a clock went back', async () => {
  const ids: string[] = [];
  for (const kind of ['backup', 'verify', 'backup', 'backup'] as const) {
    const begun = await started(site.db, { kind });
    await executeRun({ db: site.db, ...begun, log: memoryLog(), work: async () => undefined });
    ids.unshift(begun.run.id);
  }
  await site.database.query(`update backup.runs set started_at = started_at - interval '60 days' where id = $1`, [
    ids[0],
  ]);

  const page = async (options: Parameters<typeof listRuns>[1]) =>
    (await listRuns(site.db, options)).map(({ id }) => id);
  expect(await page({ limit: 3 })).toEqual(ids.slice(0, 3));
  expect(await page({ limit: 3, before: ids[2] })).toEqual(ids.slice(3));
  expect(await page({ limit: 5, kinds: ['verify'] })).toEqual([ids[2]]);
  expect(await page({ limit: 5, before: 'unknown' })).toEqual([]);
});

it('finds the run that is going on, and none without a live lease', async () => {
  expect(await findRunning(site.db)).toBeNull();
  const { run } = await started(site.db);
  expect(await findRunning(site.db)).toMatchObject({ id: run.id });
  await site.database.query(`update backup.leases set expires_at = '-infinity'`);
  expect(await findRunning(site.db)).toBeNull();
  expect(await getRun(site.db, run.id)).toMatchObject({ status: 'running' });
  expect(await getRun(site.db, 'unknown')).toBeNull();
});
