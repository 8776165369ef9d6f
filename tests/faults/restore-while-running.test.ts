import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancelRun } from '@/lib/backup/use-cases/cancel-run';
import { deleteBackup } from '@/lib/backup/use-cases/delete-backup';
import { getRun } from '@/lib/backup/use-cases/get-run';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { tidyStorage } from '@/lib/backup/use-cases/tidy-storage';
import { undoRestore } from '@/lib/backup/use-cases/undo-restore';
import { byTest, ended } from '../support/backup-module';
import { SITE_NAME } from '../support/restoring';
import { waitFor } from '../support/wait-for';
import { disturbedRestore, errorOf } from './restore-disturbed';
import { openRestoreSite, type RestoreSite } from './restore-site';

let site: RestoreSite;
beforeAll(async () => {
  site = await openRestoreSite();
});
afterAll(() => site?.close());

const cancel = (runId: string) => cancelRun(site.module.context, { runId, actorName: 'Test' });

test('the backup that is being restored cannot be deleted, and no clean-up takes it', async () => {
  const { context } = site.module;
  await ended(startBackup(context, {}, byTest));
  const outcome = await disturbedRestore(site, { kind: 'database' }, async ({ runId }) => {
    const deleted = await deleteBackup(context, { id: site.backupId, actorName: 'Test' });
    expect(deleted).toMatchObject({ ok: false, error: { code: 'BUSY', hint: expect.stringMatching(/\w/) } });
    expect(JSON.stringify(deleted)).toContain('in use right now');
    await tidyStorage(context);
    await cancel(runId);
  });
  expect(errorOf(outcome).code).toBe('CANCELLED');
  await site.expectUntouched();
});

test('a second restore, a backup and an undo are told which run is in the way', async () => {
  const { context } = site.module;
  const outcome = await disturbedRestore(site, { kind: 'live' }, async ({ runId }) => {
    const busy = {
      ok: false,
      error: { code: 'BUSY', details: { runId }, message: expect.stringContaining('A restore is already running') },
    };
    await expect(disturbedRestore(site, { kind: 'live' }, async () => undefined)).rejects.toThrow(/already running/);
    expect(await startBackup(context, {}, byTest)).toMatchObject(busy);
    const undo = await undoRestore(context, { siteName: SITE_NAME, actor: byTest.actor }, byTest);
    expect(errorOf(undo)).toMatchObject({ code: 'NOT_FOUND', message: 'There is nothing to undo.' });
    await cancel(runId);
  });
  expect(errorOf(outcome).code).toBe('CANCELLED');
  await site.expectUntouched();
});

test('cancelled while it loads: at an end within two seconds, with nothing left', async () => {
  let asked = 0;
  const outcome = await disturbedRestore(site, { kind: 'live' }, async ({ runId, scratch, finished }) => {
    await waitFor(
      () => site.live.query('select from pg_database where datname = $1', [scratch]).then((rows) => rows.length),
      {
        what: 'the scratch database',
      },
    );
    asked = performance.now();
    expect(await cancel(runId)).toMatchObject({ ok: true });
    await finished;
    expect(performance.now() - asked).toBeLessThan(2_000);
    expect(await getRun(site.module.context, runId)).toMatchObject({ ok: true, value: { status: 'cancelled' } });
    expect(await cancel(runId)).toMatchObject({ ok: false, error: { code: 'NOTHING_TO_DO' } });
  });
  expect(errorOf(outcome)).toMatchObject({ code: 'CANCELLED', hint: expect.stringMatching(/\w/) });
  await site.expectUntouched();
});

test('beyond the point of no return nobody stops it, and who tries is told so', async () => {
  const asked: unknown[] = [];
  const outcome = await disturbedRestore(site, { kind: 'live' }, async ({ runId, letGo }) => {
    // Holds the swap up: it has to copy this table of the module while nobody writes there.
    const holder = new pg.Client({ connectionString: site.live.url });
    holder.on('error', () => undefined);
    await holder.connect();
    await holder.query('begin; lock table backup.attempts in row exclusive mode');
    letGo();
    await waitFor(
      async () => {
        const run = await getRun(site.module.context, runId);
        return run.ok && !run.value.cancellable;
      },
      { timeoutMs: 60_000, what: 'the point of no return' },
    );
    asked.push(await cancel(runId));
    await holder.end().catch(() => undefined);
  });
  expect(asked).toMatchObject([{ ok: false, error: { code: 'CONFLICT', hint: expect.stringContaining('undone') } }]);
  expect(outcome).toMatchObject({ ok: true });
  await site.expectRestored();
});
