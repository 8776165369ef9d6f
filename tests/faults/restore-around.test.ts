import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { cancelRun } from '@/lib/backup/use-cases/cancel-run';
import { deleteBackup } from '@/lib/backup/use-cases/delete-backup';
import { dropExpiredReplaced, dropReplaced } from '@/lib/backup/use-cases/drop-replaced';
import { getRun } from '@/lib/backup/use-cases/get-run';
import { listReplaced } from '@/lib/backup/use-cases/list-replaced';
import { planRestore } from '@/lib/backup/use-cases/plan-restore';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { startRestore } from '@/lib/backup/use-cases/start-restore';
import { byTest, ended, openModule } from '../support/backup-module';
import { planned, restored, SITE_NAME, undone } from '../support/restoring';
import { waitFor } from '../support/wait-for';
import { openRestoreSite, type RestoreSite } from './restore-site';

let site: RestoreSite;

beforeAll(async () => {
  site = await openRestoreSite({
    prepare: `create table slow_things as select g as id, repeat(md5(g::text), 20) as text from generate_series(1, 120000) g`,
  });
});
afterAll(() => site?.close());

const start = (token: string | null, more: object = {}) =>
  startRestore(
    site.module.context,
    { token: token ?? '', siteName: SITE_NAME, actor: byTest.actor, ...more },
    { trigger: 'cli' },
  );

test('while one runs, another is told which; the backup that it reads cannot be deleted; a cancel leaves nothing', async () => {
  // Another good one, so that only its being read keeps the first.
  await ended(startBackup(site.module.context, {}, byTest));
  const plan = await planned(site.module, site.backupId, { kind: 'live' });
  const running = unwrap(await start(plan.token, { skipSafetyCopy: true }));
  const { id } = running.run;
  await waitFor(async () => {
    const run = await getRun(site.module.context, id);
    return run.ok && run.value.phases.some(({ key, state }) => key === 'load' && state === 'running');
  });
  expect(await start(plan.token)).toMatchObject({ ok: false, error: { code: 'BUSY', details: { runId: id } } });
  const removal = await deleteBackup(site.module.context, { id: site.backupId, actorName: 'Test' });
  expect(removal).toMatchObject({ ok: false, error: { code: 'BUSY' } });
  const asked = performance.now();
  unwrap(await cancelRun(site.module.context, { runId: id, actorName: 'Test' }));
  expect(await running.finished).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
  expect(performance.now() - asked).toBeLessThan(2_500);
  await site.expectUntouched();
});

test('a plan is refused once somebody signed up, once it is old, and where anybody else brings it', async () => {
  const plan = await planned(site.module, site.backupId, { kind: 'live' });
  await site.live.query(`insert into users (id, email) values ('late', 'late@example.com')`);
  expect(await start(plan.token)).toMatchObject({
    ok: false,
    error: { code: 'STALE', message: expect.stringContaining('accounts') },
  });
  await site.live.query(`delete from users where id = 'late'`);

  let minutes = 0;
  const clock = { now: () => new Date(Date.now() + minutes * 60_000) };
  const other = await openModule(site.live.url, { clock, directory: site.module.directory.replace(/\/store$/, '') });
  const young = unwrap(await planRestore(other.context, { backupId: site.backupId, target: { kind: 'live' } }));
  const request = { token: young.token ?? '', siteName: SITE_NAME, actor: byTest.actor };
  minutes = 11;
  expect(await startRestore(other.context, request, { trigger: 'cli' })).toMatchObject({ error: { code: 'STALE' } });
  minutes = 0;
  const stolen = { ...request, actor: { id: 'eve', name: 'Eve' }, password: 'the right password' };
  expect(await startRestore(other.context, stolen)).toMatchObject({ error: { code: 'FORBIDDEN' } });
  const forged = { ...request, token: `${young.token?.slice(0, -1)}${young.token?.endsWith('0') ? '1' : '0'}` };
  expect(await startRestore(other.context, forged, { trigger: 'cli' })).toMatchObject({
    error: { code: 'INVALID_INPUT' },
  });
  const wrongName = { ...request, siteName: 'Another site' };
  expect(await startRestore(other.context, wrongName, { trigger: 'cli' })).toMatchObject({
    error: { code: 'INVALID_INPUT', fields: { siteName: `Type: ${SITE_NAME}` } },
  });
  const unsafe = { ...request, skipSafetyCopy: true };
  expect(await startRestore(other.context, unsafe)).toMatchObject({ error: { code: 'FORBIDDEN' } });
  await other.close();
  await site.expectUntouched();
});

test('an undo can be undone; a kept database goes when it is told to, and when its time is over', async () => {
  await restored(site.module, site.backupId, { kind: 'live' });
  await undone(site.module);
  await site.expectUntouched();
  await undone(site.module);
  await site.expectRestored();
  const [newest] = unwrap(await listReplaced(site.module.context));
  const typed = { siteName: SITE_NAME, actor: byTest.actor };
  const foreign = await dropReplaced(site.module.context, { database: 'postgres', ...typed }, { trigger: 'cli' });
  expect(foreign).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  unwrap(await dropReplaced(site.module.context, { database: newest?.name ?? '', ...typed }, { trigger: 'cli' }));
  expect(unwrap(await listReplaced(site.module.context))).toEqual([]);

  const again = await restored(site.module, site.backupId, { kind: 'live' }, { skipSafetyCopy: true });
  const kept = again.undo?.keptAs ?? '';
  await dropExpiredReplaced(site.module.context);
  expect(unwrap(await listReplaced(site.module.context)).map(({ name }) => name)).toEqual([kept]);
  const [row] = await site.live.query<{ words: string }>(
    `select shobj_description(oid, 'pg_database') as words from pg_database where datname = '${kept}'`,
  );
  const over = row?.words.replace(/"until":"[^"]*"/, '"until":"2020-01-01T00:00:00.000Z"').replaceAll("'", "''");
  await site.live.query(`comment on database "${kept}" is '${over}'`);
  await dropExpiredReplaced(site.module.context);
  expect(unwrap(await listReplaced(site.module.context))).toEqual([]);
});
