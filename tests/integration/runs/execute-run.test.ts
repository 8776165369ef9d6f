import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { failure } from '@/lib/backup/kernel/app-error';
import { executeRun, type RunContext } from '@/lib/backup/runs/execute-run';
import { findRunning, getRun, requestCancel, toRunView } from '@/lib/backup/runs/run-records';
import { waitFor } from '@/tests/support/wait-for';
import { type ModuleDatabase, memoryLog, moduleDatabase, started } from './module-database';

let site: ModuleDatabase;

beforeAll(async () => {
  site = await moduleDatabase();
});
afterEach(async () => {
  expect(await site.database.query('select from backup.leases where run_id is not null')).toHaveLength(0);
  await site.database.query('truncate backup.runs, backup.leases');
});
afterAll(() => site.close());

async function execute<T>(work: (context: RunContext) => Promise<T>) {
  const { run, lease } = await started(site.db, { phases: ['check', 'dump', 'sign'] });
  const log = memoryLog();
  const outcome = await executeRun({ db: site.db, run, lease, log, work });
  const record = await getRun(site.db, run.id);
  if (!record) throw new Error('The run is not there.');
  return { outcome, log, record, view: toRunView(record) };
}

describe('how a run ends', () => {
  it('is done, with its phases, facts, log, figures and size', async () => {
    const { outcome, view } = await execute(async (context) => {
      await context.phase('check', async (phase) => phase.log('Server 18.4\0'));
      await context.phase('dump', async (phase) => {
        phase.facts({ tables: 3 });
        await context.phase('store', async (store) => {
          for (let line = 1; line <= 205; line += 1) store.log(`line ${line}`);
          context.progress({ bytes: 1024 });
        });
        context.progress({ tablesDone: 3, tablesTotal: 3 });
      });
      context.result({ engine: 'wasm', size: 4096 });
      return 'value';
    });
    expect(outcome).toEqual({ ok: true, value: 'value' });
    expect(view).toMatchObject({ status: 'done', engine: 'wasm', format: 'sql.gz', size: 4096, error: null });
    expect(view.progress).toMatchObject({ tablesDone: 3, tablesTotal: 3, bytes: 1024 });
    expect(view.phases.map(({ key, state }) => [key, state])).toEqual([
      ['check', 'done'],
      ['dump', 'done'],
      ['sign', 'waiting'],
      ['store', 'done'],
    ]);
    expect(view.phases[0]?.log[0]?.text).toBe('Server 18.4 ');
    expect(view.phases[1]?.facts).toEqual({ tables: 3 });
    expect(view.phases[3]?.log).toHaveLength(200);
    expect(view.phases[3]?.log.at(-1)?.text).toBe('line 205');
    expect(Date.parse(view.finishedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(view.startedAt));
  });

  it('is failed with the words for an admin; the raw cause goes to the log under the same reference', async () => {
    const cause = new Error('FATAL: raw words');
    const { outcome, view, log } = await execute((context) =>
      context.phase('dump', async () => {
        throw failure('STORAGE_DOWN', 'The folder is full.', { hint: 'Free some space.', cause });
      }),
    );
    expect(outcome).toMatchObject({ ok: false, error: { code: 'STORAGE_DOWN', hint: 'Free some space.' } });
    expect(view).toMatchObject({ status: 'failed', error: { message: 'The folder is full.', retryable: true } });
    expect(view.phases.find(({ key }) => key === 'dump')?.state).toBe('failed');
    expect(JSON.stringify(view)).not.toContain('raw words');
    expect(log.lines).toMatchObject([{ level: 'error', facts: { cause, ref: view.error?.ref } }]);
  });

  it('is failed as INTERNAL for a bug, which is named nowhere but in the log', async () => {
    const { outcome, view, log } = await execute(async () => {
      throw new TypeError('secret of the program');
    });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'INTERNAL', ref: expect.stringMatching(/^\w{6}$/) } });
    expect(JSON.stringify(view)).not.toContain('secret');
    expect(view.error?.hint).toContain(view.error?.ref);
    expect(log.lines[0]?.facts?.cause).toBeInstanceOf(TypeError);
  });
});

it('shows phases and figures while it goes on, and the next one is refused until it ends', async () => {
  await execute(async (context) => {
    await context.phase('dump', async () => {
      context.progress({ tablesDone: 1, tablesTotal: 8, bytes: 1000 });
      const seen = await waitFor(async () => (await findRunning(site.db))?.progress, { timeoutMs: 3000 });
      expect(seen).toEqual({ phase: 'dump', tablesDone: 1, tablesTotal: 8, bytes: 1000, bytesPerSecond: null });
      context.progress({ bytes: 9000 });
      const later = await waitFor(
        async () => {
          const progress = (await getRun(site.db, context.runId))?.progress;
          return progress?.bytes === 9000 && progress.bytesPerSecond !== null && progress;
        },
        { timeoutMs: 5000, what: 'a rate' },
      );
      expect(later.bytesPerSecond).toBeGreaterThan(0);
    });
  });
});

it('ends within 2 s of a cancel from another instance, and says who asked', async () => {
  const elsewhere = site.connect();
  const { run, lease } = await started(site.db);
  const running = executeRun({
    db: site.db,
    run,
    lease,
    log: memoryLog(),
    work: ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('ended')))),
  });
  const asked = await requestCancel(elsewhere, run.id, 'Jo Other');
  expect(asked).toMatchObject({ status: 'running', cancelRequestedBy: 'Jo Other' });
  const began = Date.now();
  expect(await running).toMatchObject({ ok: false, error: { code: 'CANCELLED', message: 'Cancelled by Jo Other.' } });
  expect(Date.now() - began).toBeLessThan(2000);
  expect(await getRun(site.db, run.id)).toMatchObject({ status: 'cancelled', error: { code: 'CANCELLED' } });
  expect(await requestCancel(elsewhere, run.id, 'Jo Other')).toMatchObject({ status: 'cancelled' });
  expect(await requestCancel(elsewhere, 'unknown', 'Jo Other')).toBeNull();
});

it('does not commit once a cancel was asked for', async () => {
  const { outcome, record } = await execute(async (context) => {
    await requestCancel(site.db, context.runId, 'Jane');
    await context.assertLease();
    throw new Error('It went on to commit.');
  });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
  expect(record.status).toBe('cancelled');
});

it('ends without work that does not stop', async () => {
  const { run, lease } = await started(site.db);
  await requestCancel(site.db, run.id, 'Jane');
  const work = () => new Promise<never>(() => undefined);
  const outcome = await executeRun({ db: site.db, run, lease, log: memoryLog(), work, timing: { windDownMs: 100 } });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
  expect(await getRun(site.db, run.id)).toMatchObject({ status: 'cancelled' });
});
