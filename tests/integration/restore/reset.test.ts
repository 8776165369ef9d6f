import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getRun } from '@/lib/backup/use-cases/get-run';
import { planReset } from '@/lib/backup/use-cases/plan-reset';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { type StartResetRequest, startReset } from '@/lib/backup/use-cases/start-reset';
import type { ResetPlanView } from '@/lib/backup/views';
import { byTest, ended, openModule, type TestModule } from '@/tests/support/backup-module';
import { siteDatabase, type TestDatabase } from '@/tests/support/postgres';

const HOUR = 3_600_000;
let site: TestDatabase;
let module: TestModule;
let now: number;

beforeEach(async () => {
  site = await siteDatabase();
  now = Date.now();
  module = await openModule(site.url, {
    environment: { BACKUP_ENGINE: 'wasm' },
    clock: { now: () => new Date(now) },
  });
});
afterEach(async () => {
  await module?.close();
  await site?.drop();
});
afterAll(() => expect(process.env.SEED_ADMIN_EMAIL).toBeUndefined());

const plan = async (): Promise<ResetPlanView & { token: string }> => {
  const planned = await planReset(module.context);
  if (!planned.ok || !planned.value.token) throw new Error('There is no plan.');
  return { ...planned.value, token: planned.value.token };
};
const start = (request: Partial<StartResetRequest> & { token: string }) =>
  startReset(module.context, { siteName: 'Test Directory', actor: byTest.actor, ...request }, byTest);
const proven = () => ended(startBackup(module.context, { scope: 'full', verifyRestore: true }, byTest));
const rows = async (table: string) =>
  Number((await site.query<{ n: string }>(`select count(*) as n from ${table}`))[0]?.n);

describe('the plan', () => {
  test('asks for words where nothing is proven, and counts what is there', async () => {
    const users = await rows('users');
    const planned = await plan();
    expect(planned).toMatchObject({
      site: 'Test Directory',
      database: site.name,
      newestProven: null,
      acknowledgement: 'lose everything',
    });
    expect(planned.rows).toBeGreaterThan(users);
    expect(planned.changedTables).toBe(planned.tables);
    expect(await rows('users')).toBe(users);
  });

  test('asks for none where a proven backup is young, or still equals what is there', async () => {
    const backup = await proven();
    await site.query('delete from comments');
    expect(await plan()).toMatchObject({
      newestProven: { id: backup.id, createdAt: backup.createdAt },
      changedTables: 1,
      acknowledgement: null,
    });
    now += 2 * HOUR;
    expect((await plan()).acknowledgement).toBe(
      `lose everything since ${backup.createdAt.slice(0, 16).replace('T', ' ')} UTC`,
    );
    now -= HOUR;
    await proven();
    now += 500 * HOUR;
    expect(await plan()).toMatchObject({ changedTables: 0, acknowledgement: null });
  });
});

describe('the gate', () => {
  test('opens for nobody without the name, the words, the password or a plan that holds', async () => {
    const users = await rows('users');
    const { token } = await plan();
    const acknowledgement = 'lose everything';
    const refused = async (request: Parameters<typeof start>[0], error: object) =>
      expect(await start(request)).toMatchObject({ ok: false, error });
    await refused(
      { token, siteName: undefined, acknowledgement },
      { code: 'INVALID_INPUT', fields: { siteName: expect.anything() } },
    );
    await refused(
      { token, siteName: 'test directory', acknowledgement },
      { code: 'INVALID_INPUT', fields: { siteName: expect.anything() } },
    );
    await refused(
      { token },
      { code: 'INVALID_INPUT', fields: { acknowledgement: expect.stringContaining(acknowledgement) } },
    );
    await refused({ token, acknowledgement: 'lose it' }, { code: 'INVALID_INPUT' });
    await refused({ token: `${token}0`, acknowledgement }, { code: 'INVALID_INPUT' });
    await refused({ token: 'x', acknowledgement }, { code: 'INVALID_INPUT' });
    await refused({ token, acknowledgement, actor: { id: 'another', name: 'Another' } }, { code: 'FORBIDDEN' });
    now += HOUR;
    await refused({ token, acknowledgement }, { code: 'STALE' });
    now -= HOUR;
    expect(await rows('users')).toBe(users);
    expect(await site.query(`select to_regclass('backup.runs') as runs`)).toEqual([{ runs: null }]);
  });

  test('asks an admin in a browser for the password, and limits the tries', async () => {
    const actor = { id: 'u1', name: 'An admin' };
    const planned = await planReset(module.context, { actor });
    if (!planned.ok) throw new Error(planned.error.message);
    const ask = (password?: string) =>
      startReset(module.context, {
        token: planned.value.token ?? '',
        siteName: 'Test Directory',
        acknowledgement: 'nonsense',
        actor,
        ...(password ? { password } : {}),
      });
    expect(await ask()).toMatchObject({
      ok: false,
      error: { code: 'FORBIDDEN', fields: { password: expect.anything() } },
    });
    expect(await ask('guess')).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
    // Past the password: the words are missing next.
    expect(await ask('the right password')).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
    for (let tries = 3; tries < 5; tries += 1) await ask('guess');
    expect(await ask('the right password')).toMatchObject({ ok: false, error: { code: 'BUSY' } });
  });

  test('closes again when the world has moved', async () => {
    await proven();
    const young = await plan();
    await site.query(`insert into users (id, email) values ('late', 'late@example.com')`);
    expect(await start({ token: young.token })).toMatchObject({ ok: false, error: { code: 'STALE' } });
    const again = await plan();
    await site.query('create table public.new_one (id int)');
    expect(await start({ token: again.token })).toMatchObject({ ok: false, error: { code: 'STALE' } });
  });
});

describe('starting over', () => {
  test('takes a safety copy, then leaves the site as on its first day; history stays', async () => {
    await site.query(
      "create type public.mood as enum ('good'); create view public.v as select 1; create function public.f() returns int language sql as 'select 1'",
    );
    const before = await rows('comments');
    const { token } = await plan();
    const request = { token, acknowledgement: '  Lose   EVERYTHING ', idempotencyKey: 'pressed-once' };
    const result = await ended(start(request));
    expect(await start(request)).toMatchObject({ ok: true, value: { started: false, run: { id: result.run.id } } });
    expect(result).toMatchObject({ run: { kind: 'reset', status: 'done' }, safetyBackupId: expect.any(String) });
    expect([await rows('users'), await rows('comments')]).toEqual([1, 0]);
    expect(await site.query(`select status from seed_status`)).toEqual([{ status: 'completed' }]);
    expect(
      await site.query(
        `select 1 from pg_class where relname = 'v' union all select 1 from pg_type where typname = 'mood' union all select 1 from pg_proc where proname = 'f' and pronamespace = 'public'::regnamespace`,
      ),
    ).toEqual([]);
    expect((await site.query('select 1 from drizzle.__drizzle_migrations')).length).toBeGreaterThan(2);
    const run = await getRun(module.context, result.run.id);
    expect(run).toMatchObject({ ok: true, value: { kind: 'reset', status: 'done', cancellable: false } });
    if (run.ok)
      expect(run.value.phases.map(({ key, state }) => [key, state])).toEqual([
        ['check', 'done'],
        ['safety', 'done'],
        ['prepare', 'done'],
      ]);
    const { manifest } = await module.context.catalog.get(result.safetyBackupId ?? '');
    expect(manifest.tables.find(({ name }) => name === 'comments')?.rows).toBe(before);
  });

  test('does not start where the safety copy fails', async () => {
    const users = await rows('users');
    const { token } = await plan();
    const { put } = module.context.store;
    module.context.store.put = async (key, body, options) => {
      if (key.endsWith('manifest.json')) throw new Error('no');
      return put(key, body, options);
    };
    const started = await start({ token, acknowledgement: 'lose everything' });
    if (!started.ok) throw new Error(started.error.message);
    expect(await started.value.finished).toMatchObject({ ok: false });
    module.context.store.put = put;
    expect(await rows('users')).toBe(users);
  });

  test('is undone where migrating or seeding fails: the site is as it was', async () => {
    const before = await site.query('select count(*) as n, max(id) as last from users');
    await site.query(`create schema other;
      create function other.refuse() returns event_trigger language plpgsql as $$ begin
        if exists (select from pg_event_trigger_ddl_commands() where schema_name = 'public') then raise exception 'no'; end if; end $$;
      create event trigger refuse on ddl_command_end when tag in ('CREATE TABLE') execute function other.refuse()`);
    const { token } = await plan();
    const started = await start({ token, acknowledgement: 'lose everything' });
    if (!started.ok) throw new Error(started.error.message);
    expect(await started.value.finished).toMatchObject({
      ok: false,
      error: { code: 'CONFLICT', message: expect.stringMatching(/as it was.*code P0001/) },
    });
    expect(await site.query('select count(*) as n, max(id) as last from users')).toEqual(before);
    const [run] = await site.query<{ id: string }>(`select id from backup.runs where kind = 'reset'`);
    expect(await module.context.restorations.read(run?.id ?? '')).toMatchObject({ kind: 'reset', outcome: 'failed' });
  });
});
