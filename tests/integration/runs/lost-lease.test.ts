import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { executeRun, type RunContext } from '@/lib/backup/runs/execute-run';
import { collectLostRuns, findRunning, getRun } from '@/lib/backup/runs/run-records';
import { waitFor } from '@/tests/support/wait-for';
import { type CutProxy, cutProxy } from './cut-proxy';
import { type ModuleDatabase, memoryLog, moduleDatabase, started } from './module-database';

let site: ModuleDatabase;
let proxy: CutProxy;

beforeAll(async () => {
  site = await moduleDatabase();
  proxy = await cutProxy(site.database.url);
});
afterEach(() => site.database.query('truncate backup.runs, backup.leases'));
afterAll(async () => {
  await proxy.close();
  await site.close();
});

const untilAborted = ({ signal }: RunContext) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('ended by signal'))));

const expireLease = () => site.database.query(`update backup.leases set expires_at = '-infinity'`);

it('refuses the commit and the end of an owner that was replaced, and leaves the new one alone', async () => {
  const first = await started(site.db);
  const outcome = await executeRun({
    db: site.db,
    ...first,
    log: memoryLog(),
    timing: { pollMs: 60_000 },
    work: async (context) => {
      await expireLease();
      const second = await started(site.db);
      await expect(context.assertLease()).rejects.toMatchObject({ error: { code: 'STALE' } });
      return second.run.id;
    },
  });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'STALE' } });
  expect(await getRun(site.db, first.run.id)).toMatchObject({ status: 'lost' });
  expect(await findRunning(site.db)).toMatchObject({ status: 'running', fence: first.lease.fence + 1 });
});

it('aborts the work of an owner that was replaced, within two seconds', async () => {
  const first = await started(site.db);
  let replacedAt = Number.POSITIVE_INFINITY;
  const work = async (context: RunContext) => {
    await expireLease();
    await started(site.db);
    replacedAt = Date.now();
    return untilAborted(context);
  };
  expect(await executeRun({ db: site.db, ...first, log: memoryLog(), work })).toMatchObject({
    ok: false,
    error: { code: 'STALE', message: expect.stringContaining('given up') },
  });
  expect(Date.now() - replacedAt).toBeLessThan(2000);
  expect(await findRunning(site.db)).toMatchObject({ fence: first.lease.fence + 1 });
});

it('shuts out an owner whose run was collected as lost, although no one has replaced it', async () => {
  const first = await started(site.db);
  const outcome = await executeRun({
    db: site.db,
    ...first,
    log: memoryLog(),
    timing: { pollMs: 60_000 },
    work: async (context) => {
      await expireLease();
      expect(await collectLostRuns(site.db)).toMatchObject([{ id: first.run.id, status: 'lost' }]);
      await context.assertLease();
    },
  });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'STALE' } });
});

it('goes on through an outage that is shorter than the lease', async () => {
  const db = site.connect({ url: proxy.url });
  const begun = await started(site.db);
  const log = memoryLog();
  const outcome = await executeRun({
    db,
    ...begun,
    log,
    timing: { pollMs: 50 },
    work: async (context) => {
      proxy.cut();
      await waitFor(() => log.lines.some(({ level }) => level === 'warn'), { what: 'a failed heartbeat' });
      proxy.mend();
      await waitFor(() => log.lines.some(({ level }) => level === 'info'), { what: 'a heartbeat after the outage' });
      await context.assertLease();
      return 'kept';
    },
  });
  expect(outcome).toEqual({ ok: true, value: 'kept' });
  expect(await getRun(site.db, begun.run.id)).toMatchObject({ status: 'done' });
});

it.each(['cut', 'hangUp', 'freeze'] as const)(
  'aborts the work where the database stays silent (%s) as long as a lease lasts',
  async (how) => {
    const db = site.connect({ url: proxy.url });
    const begun = await started(site.db);
    const outcome = await executeRun({
      db,
      ...begun,
      log: memoryLog(),
      timing: { pollMs: 50, heartbeatMs: 100, leaseMs: 500, answerMs: 200, finishMs: 20_000 },
      work: (context) => {
        context.signal.addEventListener('abort', () => proxy.mend());
        proxy[how]();
        return untilAborted(context);
      },
    });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'DATABASE_DOWN' } });
    expect(await getRun(site.db, begun.run.id)).toMatchObject({ status: 'failed', error: { code: 'DATABASE_DOWN' } });
  },
);

it('writes its end once the database is back', async () => {
  const db = site.connect({ url: proxy.url });
  const begun = await started(site.db);
  const log = memoryLog();
  const running = executeRun({
    db,
    ...begun,
    log,
    work: async () => {
      proxy.cut();
      return 'stored';
    },
  });
  await waitFor(() => log.lines.some(({ message }) => message.includes('could not be written yet')));
  proxy.mend();
  expect(await running).toEqual({ ok: true, value: 'stored' });
  expect(await getRun(site.db, begun.run.id)).toMatchObject({ status: 'done' });
});

it('says in the log where the database stays away, and the run counts as lost', async () => {
  const db = site.connect({ url: proxy.url });
  const begun = await started(site.db);
  const log = memoryLog();
  const work = async () => proxy.cut();
  const outcome = await executeRun({ db, ...begun, log, work, timing: { finishMs: 600 } });
  proxy.mend();
  expect(outcome.ok).toBe(true);
  expect(log.lines.at(-1)).toMatchObject({ level: 'error', message: expect.stringContaining('count as lost') });
  await expireLease();
  expect(await collectLostRuns(site.db)).toMatchObject([{ id: begun.run.id, status: 'lost' }]);
});
