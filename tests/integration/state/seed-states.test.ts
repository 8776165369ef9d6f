import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { getRun } from '@/lib/backup/use-cases/get-run';
import { getSeedPreview, getSeedState } from '@/lib/backup/use-cases/get-seed-state';
import { resetSeedStatus } from '@/lib/backup/use-cases/reset-seed-status';
import { startSeed } from '@/lib/backup/use-cases/start-seed';
import { byTest, ended } from '../../support/backup-module';
import { waitFor } from '../../support/wait-for';
import { cutProxy } from '../runs/cut-proxy';
import { openStateSite, type StateSite } from './state-site';

let site: StateSite;

beforeEach(async () => {
  vi.stubEnv('NEXT_PUBLIC_DEMO', '');
  vi.stubEnv('SEED_ADMIN_PASSWORD', 'a password for the test');
  site = await openStateSite({}, { BACKUP_ENGINE: 'wasm' });
});
afterEach(async () => {
  await site.close();
  vi.unstubAllEnvs();
});

const state = async () => unwrap(await getSeedState(site.module.context));
const preview = async () => unwrap(await getSeedPreview(site.module.context));
const put = (status: string, ago: string) =>
  site.database.query(
    `insert into public.seed_status (id, status, started_at, error, completed_at) values ('singleton', $1,
      (now() at time zone 'UTC') - $2::interval, case when $1 = 'failed' then 'It broke.' end,
      case when $1 = 'completed' then now() at time zone 'UTC' end)`,
    [status, ago],
  );
const session = (url: string, name: string) =>
  postgres(url, { max: 1, idle_timeout: 0, onnotice: () => undefined, connection: { application_name: name } });

describe('the state of the seed', () => {
  test.each([
    ['completed', '1 hour', { status: 'completed', canReset: false }],
    ['seeding', '1 second', { status: 'seeding', canReset: false }],
    ['seeding', '1 minute', { status: 'stale', canReset: true }],
    ['seeding', '6 minutes', { status: 'stale', canReset: true }],
    ['failed', '1 minute', { status: 'failed', canReset: true, error: 'It broke.' }],
  ])('%s since %s', async (status, ago, expected) => {
    await put(status, ago);
    const seen = await state();
    expect(seen).toMatchObject({ ...expected, locks: [] });
    const minutes = { '1 second': 0, '1 hour': 60, '1 minute': 1, '6 minutes': 6 }[ago] ?? 0;
    expect(Math.abs((seen.ageMs ?? 0) - minutes * 60_000)).toBeLessThan(30_000);
  });

  test('never', async () => {
    expect(await state()).toMatchObject({ status: 'never', ageMs: null, locks: [], canReset: false });
  });

  test('the lock of a live session: who, from where, since when, and who waits for it', async () => {
    const holder = session(site.database.url, 'site start');
    const waiter = session(site.database.url, 'site start 2');
    const [held] = await holder`select pg_backend_pid() as pid, pg_advisory_lock(12345)`;
    expect((await state()).locks).toEqual([
      {
        pid: held?.pid,
        state: 'idle',
        application: 'site start',
        user: 'postgres',
        client: '127.0.0.1',
        connectedAt: expect.stringMatching(/^\d{4}-/),
        since: expect.stringMatching(/^\d{4}-/),
      },
    ]);
    const waiting = waiter`select pg_advisory_lock(12345)`.execute();
    await waitFor(async () => (await state()).locks.length === 2);
    expect((await state()).locks.map(({ state: word }) => word)).toEqual(['idle', 'waiting']);
    await holder.begin(async (transaction) => {
      await transaction`select 1`;
      expect((await state()).locks[0]).toMatchObject({ state: 'working' });
    });
    await holder.end();
    await waiting;
    await waiter.end();
    await waitFor(async () => (await state()).locks.length === 0);
  });

  test('the lock of a dead session: gone with it, or left behind idle where the network swallowed the end', async () => {
    const proxy = await cutProxy(site.database.url);
    const frozen = session(proxy.url, 'dead instance');
    await frozen`select pg_advisory_lock(12345)`;
    proxy.freeze();
    await put('seeding', '6 minutes');
    const seen = await state();
    expect(seen).toMatchObject({ status: 'stale', locks: [{ state: 'idle', application: 'dead instance' }] });
    proxy.mend();
    proxy.cut();
    await waitFor(async () => (await state()).locks.length === 0);
    expect(await state()).toMatchObject({ status: 'stale', locks: [] });
    await frozen.end({ timeout: 0 });
    await proxy.close();
  });

  test('locks of other databases and other numbers are no business of this seed', async () => {
    const other = session(site.database.url, 'other');
    await other`select pg_advisory_lock(12346), pg_advisory_lock(0, 12345)`;
    const elsewhere = session(site.database.server.url('postgres'), 'elsewhere');
    await elsewhere`select pg_advisory_lock_shared(12345)`;
    expect((await state()).locks).toEqual([]);
    await Promise.all([other.end(), elsewhere.end()]);
  });
});

describe('seeding from here', () => {
  test('says what it would add, then adds it, as a run', async () => {
    const before = await preview();
    expect(before).toMatchObject({ does: 'fill', nonEmpty: 0 });
    expect(before.tables.find(({ name }) => name === 'users')).toEqual({
      schema: 'public',
      name: 'users',
      rows: 0,
      adds: 1,
    });
    const started = unwrap(await startSeed(site.module.context, { does: 'fill' }, byTest));
    expect(started.run.phases.map(({ key }) => key)).toEqual(['check', 'prepare']);
    expect(unwrap((await started.finished) ?? (await getSeedState(site.module.context)))).toMatchObject({
      status: 'completed',
    });
    const run = unwrap(await getRun(site.module.context, started.run.id));
    expect(run).toMatchObject({ kind: 'seed', status: 'done' });
    expect(run.phases[1]?.facts.rows).toBe(before.adds);
    expect(await preview()).toEqual({ does: 'nothing', tables: [], adds: 0, nonEmpty: 0 });
    expect(await startSeed(site.module.context, { does: 'fill' }, byTest)).toMatchObject({
      ok: false,
      error: { code: 'NOTHING_TO_DO' },
    });
  });

  test('names the tables that are not empty before, takes a backup first, and a failure adds nothing', async () => {
    await put('failed', '1 minute');
    await site.database.query(
      `insert into tenant (id, name, slug, status) values ('other', 'Other', 'other', 'active')`,
    );
    await site.database.query(`alter table permissions add constraint refuse check (key <> 'system:backup')`);
    expect((await preview()).tables.filter(({ rows }) => rows > 0)).toEqual([
      { schema: 'public', name: 'tenant', rows: 1, adds: 1 },
    ]);
    const started = unwrap(await startSeed(site.module.context, { does: 'fill' }, byTest));
    expect(started.run.phases.map(({ key }) => key)).toEqual(['check', 'safety', 'prepare']);
    const outcome = await started.finished;
    if (!outcome || outcome.ok) throw new Error('It was meant to fail.');
    expect(outcome.error).toMatchObject({ code: 'CONFLICT' });
    expect(outcome.error.message).toContain('The table permissions could not be filled.');
    expect(await site.database.query('select id from tenant')).toEqual([{ id: 'other' }]);
    expect(await state()).toMatchObject({ status: 'failed', canReset: true });
    await site.database.query('alter table permissions drop constraint refuse');
    expect(await ended(startSeed(site.module.context, { does: 'fill' }, byTest))).toMatchObject({
      status: 'completed',
    });
  });

  test('takes over from one that says seeding while nobody holds the lock, and not from one that holds it', async () => {
    await put('seeding', '1 minute');
    const holder = session(site.database.url, 'site start');
    await holder`select pg_advisory_lock(12345)`;
    expect(await preview()).toMatchObject({ does: 'nothing' });
    expect(await state()).toMatchObject({ status: 'seeding', canReset: false });
    await holder.end();
    await waitFor(async () => (await state()).locks.length === 0);
    expect(await preview()).toMatchObject({ does: 'fill' });
    expect(await state()).toMatchObject({ status: 'stale', canReset: true });
    expect(await ended(startSeed(site.module.context, { does: 'fill' }, byTest))).toMatchObject({
      status: 'completed',
    });
  });

  test('where there are users it only notes that it is done; what it does is said before', async () => {
    await site.database.query(`insert into users (id, email) values ('u1', 'first@example.com')`);
    expect(await preview()).toMatchObject({ does: 'mark', adds: 0 });
    expect(await startSeed(site.module.context, { does: 'fill' }, byTest)).toMatchObject({
      ok: false,
      error: { code: 'STALE' },
    });
    expect(await ended(startSeed(site.module.context, { does: 'mark' }, byTest))).toMatchObject({
      status: 'completed',
    });
    expect(await site.database.query('select id from users')).toEqual([{ id: 'u1' }]);
  });
});

describe('resetting the row', () => {
  const reset = (startedAt: string | null) =>
    resetSeedStatus(
      site.module.context,
      { startedAt: startedAt ?? '' },
      { trigger: 'manual', actor: { id: 'a1', name: 'Noor' } },
    );

  test.each(['failed', 'stale'])('takes a %s one away and writes that into the audit', async (word) => {
    await put(word === 'failed' ? 'failed' : 'seeding', '7 minutes');
    const { startedAt } = await state();
    expect(unwrap(await reset(startedAt))).toMatchObject({ status: 'never' });
    const [event] = await site.database.query<{ actor_name: string; detail: object }>(
      `select actor_name, detail from backup.audit_events where act = 'seed.reset'`,
    );
    expect(event).toMatchObject({ actor_name: 'Noor', detail: { status: word, startedAt } });
  });

  test.each([
    ['completed', '1 minute'],
    ['seeding', '1 second'],
  ])('refuses one that is %s', async (status, ago) => {
    await put(status, ago);
    expect(await reset((await state()).startedAt)).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
  });

  test.each(['failed', 'seeding'])(
    'refuses a row that says %s while a live session works under the lock',
    async (word) => {
      await put(word, '7 minutes');
      const holder = session(site.database.url, 'site start');
      await holder.begin(async (transaction) => {
        await transaction`select pg_advisory_xact_lock(12345)`;
        const seen = await state();
        expect(seen).toMatchObject({ status: word === 'failed' ? 'failed' : 'stale', canReset: false });
        expect(await reset(seen.startedAt)).toMatchObject({ ok: false, error: { code: 'BUSY' } });
      });
      await holder.end();
      await waitFor(async () => (await state()).locks.length === 0);
      expect(unwrap(await reset((await state()).startedAt))).toMatchObject({ status: 'never' });
    },
  );

  test('refuses where another seed has begun since', async () => {
    await put('failed', '7 minutes');
    expect(await reset('2026-01-01T00:00:00.000Z')).toMatchObject({ ok: false, error: { code: 'STALE' } });
    expect(await state()).toMatchObject({ status: 'failed' });
  });
});
