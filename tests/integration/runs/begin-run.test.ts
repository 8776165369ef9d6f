import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { beginRun } from '@/lib/backup/runs/begin-run';
import { collectLostRuns, findRunning, getRun, markCleanedUp } from '@/lib/backup/runs/run-records';
import { type ModuleDatabase, moduleDatabase, order, started } from './module-database';
import { type RunProcess, runProcess } from './run-process';

let site: ModuleDatabase;
const processes: RunProcess[] = [];

beforeAll(async () => {
  site = await moduleDatabase();
});
afterEach(async () => {
  await Promise.all(processes.splice(0).map((child) => child.kill()));
  await site.database.query('truncate backup.runs, backup.leases');
});
afterAll(() => site.close());

const tally = (outcomes: { outcome: string }[]) => ({
  started: outcomes.filter(({ outcome }) => outcome === 'started').length,
  busy: outcomes.filter(({ outcome }) => outcome === 'busy').length,
  duplicate: outcomes.filter(({ outcome }) => outcome === 'duplicate').length,
});

describe('many at once', () => {
  it('makes one run of 40 parallel starts from eight instances, and names it to the others', async () => {
    const pools = Array.from({ length: 8 }, () => site.connect());
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, i) => beginRun(pools[i % 8] ?? site.db, order())),
    );
    expect(tally(outcomes)).toEqual({ started: 1, busy: 39, duplicate: 0 });
    expect(new Set(outcomes.map(({ run }) => run.id)).size).toBe(1);
    expect(await site.database.query('select id from backup.runs')).toHaveLength(1);
  });

  it('makes one run of 30 parallel starts from three processes', async () => {
    processes.push(...(await Promise.all(Array.from({ length: 3 }, () => runProcess(site.database.url, 10)))));
    const outcomes = (await Promise.all(processes.map((child) => child.go()))).flat();
    expect(tally(outcomes)).toEqual({ started: 1, busy: 29, duplicate: 0 });
  });

  it('makes one run of 20 starts for one slot, also after that run has ended', async () => {
    const slot = 'daily 2026-11-22';
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => beginRun(site.db, order({ slot }))));
    expect(tally(outcomes)).toEqual({ started: 1, busy: 0, duplicate: 19 });
    await site.database.query(`update backup.runs set status = 'failed', finished_at = now()`);
    await site.database.query(`update backup.leases set run_id = null, expires_at = '-infinity'`);
    expect((await beginRun(site.db, order({ slot }))).outcome).toBe('duplicate');
    expect((await beginRun(site.db, order({ slot: 'daily 2026-11-23' }))).outcome).toBe('started');
  });

  it('gives the same run for the same idempotency key, even while it is under way', async () => {
    const first = await started(site.db, { idempotencyKey: 'press-0001' });
    const again = await beginRun(site.db, order({ idempotencyKey: 'press-0001' }));
    expect(again).toMatchObject({ outcome: 'duplicate', run: { id: first.run.id } });
    expect((await beginRun(site.db, order({ idempotencyKey: 'press-0002' }))).outcome).toBe('busy');
  });
});

describe('a run whose owner is gone', () => {
  it('is lost at once after kill -9, and the next one starts', async () => {
    const child = await runProcess(site.database.url);
    processes.push(child);
    const [held] = await child.go();
    expect(held?.outcome).toBe('started');
    expect((await beginRun(site.db, order())).outcome).toBe('busy');
    await child.kill();

    expect(await findRunning(site.db)).toBeNull();
    const began = Date.now();
    const next = await started(site.db);
    expect(Date.now() - began).toBeLessThan(2000);
    const lost = await getRun(site.db, held?.id ?? '');
    expect(lost).toMatchObject({
      status: 'lost',
      error: { retryable: true, hint: expect.stringContaining('new one') },
    });
    expect(lost?.finishedAt).toBeInstanceOf(Date);
    expect(next.lease.fence).toBeGreaterThan(lost?.fence ?? Number.NaN);
  });

  it('is lost once its lease is over, where its process cannot be seen from here', async () => {
    const first = await started(site.db);
    await site.database.query(`update backup.leases set holder = 'other far-away 1 abc'`);
    expect((await beginRun(site.db, order())).outcome).toBe('busy');
    await site.database.query(`update backup.leases set expires_at = clock_timestamp() - interval '1 ms'`);
    expect((await beginRun(site.db, order())).outcome).toBe('started');
    expect(await getRun(site.db, first.run.id)).toMatchObject({ status: 'lost' });
  });

  it('is given for clean-up until that is done, whoever marked it lost', async () => {
    const first = await started(site.db);
    expect(await collectLostRuns(site.db)).toEqual([]);
    await site.database.query(`update backup.leases set expires_at = '-infinity'`);
    const second = await started(site.db);
    await site.database.query(`update backup.leases set expires_at = '-infinity'`);
    const ids = async () => (await collectLostRuns(site.db)).map(({ id }) => id);
    expect(await ids()).toEqual([first.run.id, second.run.id]);
    await markCleanedUp(site.db, first.run.id);
    expect(await ids()).toEqual([second.run.id]);
    await markCleanedUp(site.db, second.run.id);
    expect(await ids()).toEqual([]);
  });
});

it('keeps its order and its numbers where the lease row was removed', async () => {
  const first = await started(site.db);
  await site.database.query('delete from backup.leases');
  const second = await started(site.db);
  expect(second.lease.fence).toBe(first.lease.fence + 1);
});

it('takes names and notes with characters that PostgreSQL cannot hold', async () => {
  const { run } = await started(site.db, {
    actor: { id: null, name: 'a\0b' },
    note: 'before\0 \uD800 after\nsecond line',
  });
  expect(run).toMatchObject({ actorName: 'a b', note: 'before  \uFFFD after\nsecond line' });
});
