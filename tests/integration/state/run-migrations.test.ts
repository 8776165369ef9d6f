import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { getHistory } from '@/lib/backup/use-cases/get-history';
import { getRun } from '@/lib/backup/use-cases/get-run';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { type StartMigrationsRequest, startMigrations } from '@/lib/backup/use-cases/start-migrations';
import { byTest, ended } from '../../support/backup-module';
import { waitFor } from '../../support/wait-for';
import { openStateSite, type StateSite } from './state-site';

let site: StateSite;
const later = 1_900_000_000_000;
const inBrowser = { trigger: 'manual', actor: { id: 'a1', name: 'Noor' } } as const;

beforeEach(async () => {
  site = await openStateSite({}, { BACKUP_ENGINE: 'wasm' });
});
afterEach(() => site.close());

const start = (request: StartMigrationsRequest = {}, by: Parameters<typeof startMigrations>[2] = byTest) =>
  startMigrations(site.module.context, request, by);
const table = async (name: string) =>
  (await site.database.query<{ found: boolean }>('select to_regclass($1) is not null as found', [name]))[0]?.found;

test('pending migrations run after a backup, told one by one, and stand in history and audit', async () => {
  await site.addMigration('0006_one', 'create table m_one (id int);', later);
  await site.addMigration('0007_two', 'create table m_two (id int);\n--> statement-breakpoint\nselect 1;', later + 1);
  const started = unwrap(await start({ pending: ['0006_one', '0007_two'] }, inBrowser));
  const state = unwrap(
    (await started.finished) ?? { ok: false, error: { code: 'INTERNAL', message: '', retryable: false } },
  );
  expect(state).toMatchObject({ verdict: 'applied', pending: [], lastRun: { id: started.run.id, status: 'done' } });
  expect([await table('m_one'), await table('m_two')]).toEqual([true, true]);

  const run = unwrap(await getRun(site.module.context, started.run.id));
  expect(run).toMatchObject({ kind: 'migrate', status: 'done', actorName: 'Noor' });
  expect(run.phases.map(({ key, state: word }) => `${key} ${word}`)).toEqual([
    'check done',
    'safety done',
    'migrate done',
  ]);
  expect(run.phases[2]?.log.map(({ text }) => text)).toEqual([
    '1 of 2: 0006_one, 1 statement',
    '2 of 2: 0007_two, 2 statements',
    'All of them are in the database now.',
  ]);
  const copy = String(run.phases[1]?.facts.backup);
  const { manifest } = await site.module.context.catalog.get(copy);
  expect(manifest).toMatchObject({ scope: { kind: 'full' }, note: 'Before migrations', runId: run.id });
  // The copy is of before: it lacks what the run brought.
  expect(manifest.migrations).toHaveLength(state.applied - 2);
  const history = unwrap(await getHistory(site.module.context));
  expect(history.rows.map(({ kind }) => kind).toSorted()).toEqual(['backup', 'migrate']);
  const acts = await site.database.query<{ act: string }>('select act from backup.audit_events order by seq');
  expect(acts.map(({ act }) => act)).toEqual(expect.arrayContaining(['migrate.start', 'migrate.end']));
});

test('one that fails half-way stops the run: named, with the backup from before, and nothing of the run stays', async () => {
  const before = await site.state();
  await site.addMigration('0006_fine', 'create table m_fine (id int);', later);
  const broken = 'create table m_half (id int);\n--> statement-breakpoint\ninsert into no_such_table values (1);';
  await site.addMigration('0007_broken', broken, later + 1);
  await site.addMigration('0008_never', 'create table m_never (id int);', later + 2);
  const started = unwrap(await start());
  const outcome = await started.finished;
  if (!outcome || outcome.ok) throw new Error('It was meant to fail.');
  expect(outcome.error).toMatchObject({ code: 'CONFLICT', details: { migration: '0007_broken' } });
  expect(outcome.error.message).toBe(
    'The migration 0007_broken could not be applied; the database is as it was. A table that is needed is missing.',
  );
  expect([await table('m_fine'), await table('m_half'), await table('m_never')]).toEqual([false, false, false]);

  const run = unwrap(await getRun(site.module.context, started.run.id));
  expect(run).toMatchObject({ status: 'failed', error: { code: 'CONFLICT' } });
  expect(run.phases.at(-1)?.log.map(({ text }) => text)).toEqual([
    '1 of 3: 0006_fine, 1 statement',
    '2 of 3: 0007_broken, 2 statements',
    'Stopped at 0007_broken. Nothing of this run stays in the database.',
  ]);
  expect(run.error?.hint).toContain(String(run.phases[1]?.facts.backup));
  const state = await site.state();
  expect(state).toMatchObject({ verdict: 'pending', applied: before.applied, refusal: null });
  expect(state.pending).toEqual(['0006_fine', '0007_broken', '0008_never']);
  expect(state.lastRun).toMatchObject({ id: run.id, status: 'failed' });
  expect(state.lastRun?.message).toContain('0007_broken');

  await site.changeFile('0007_broken', () => 'create table m_half (id int);');
  expect((await ended(start())).verdict).toBe('applied');
});

test('it is refused with the reason: nothing pending, half-applied, a file that is missing, another list than the one seen', async () => {
  expect(await start()).toMatchObject({ ok: false, error: { code: 'NOTHING_TO_DO' } });
  await site.addMigration('0006_one', 'create table m_one (id int);', later);
  expect(await start({ pending: ['0006_other'] })).toMatchObject({ ok: false, error: { code: 'STALE' } });
  await site.database.query('create table m_one (id int)');
  expect(await start()).toMatchObject({ ok: false, error: { code: 'CONFLICT', details: { refusal: 'half-applied' } } });
  await site.removeFile('0006_one');
  expect(await start()).toMatchObject({ ok: false, error: { code: 'CONFLICT', details: { refusal: 'file-missing' } } });
  const without = await start({ skipSafetyCopy: true }, inBrowser);
  expect(without).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
  expect(await site.database.query(`select 1 from backup.runs`)).toEqual([]);
});

test('one run at a time: a backup that is under way is in the way, and named', async () => {
  await site.addMigration('0006_one', 'create table m_one (id int);', later);
  const backup = unwrap(await startBackup(site.module.context, { scope: 'schema' }, byTest));
  expect(await start()).toMatchObject({ ok: false, error: { code: 'BUSY', details: { runId: backup.run.id } } });
  await backup.finished;
  const key = 'the same press twice';
  const first = unwrap(await start({ idempotencyKey: key }, inBrowser));
  const second = unwrap(await start({ idempotencyKey: key }, inBrowser));
  expect(second).toMatchObject({ started: false, run: { id: first.run.id } });
  await first.finished;
});

test('an empty database is migrated without a copy, and the terminal may leave it out', async () => {
  await site.addMigration('0006_one', 'create table m_one (id int);', later);
  const { run, finished } = unwrap(await start({ skipSafetyCopy: true }));
  expect(run.phases.map(({ key }) => key)).toEqual(['check', 'migrate']);
  await finished;
  await site.database.query('drop schema public cascade; create schema public; drop schema drizzle cascade');
  const again = unwrap(await start());
  expect(again.run.phases.map(({ key }) => key)).toEqual(['check', 'migrate']);
  expect((await again.finished)?.ok).toBe(true);
  expect((await site.state()).verdict).toBe('applied');
});

test('cancelled while the copy is made: nothing was run', async () => {
  await site.addMigration('0006_one', 'create table m_one (id int);', later);
  await site.database.query(`create table big as select repeat('x', 900) as filling from generate_series(1, 60000)`);
  const started = unwrap(await start());
  await waitFor(async () => unwrap(await getRun(site.module.context, started.run.id)).phases[1]?.state === 'running');
  const { cancelRun } = await import('@/lib/backup/use-cases/cancel-run');
  unwrap(await cancelRun(site.module.context, { runId: started.run.id, actorName: 'Test' }));
  expect(await started.finished).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
  expect(await table('m_one')).toBe(false);
  expect((await site.module.context.catalog.list()).entries).toEqual([]);
});
