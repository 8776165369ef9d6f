import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteBackup } from '@/lib/backup/use-cases/delete-backup';
import { listBackups } from '@/lib/backup/use-cases/list-backups';
import { listRuns } from '@/lib/backup/use-cases/list-runs';
import { startRestore } from '@/lib/backup/use-cases/start-restore';
import { byTest } from '../support/backup-module';
import { planned, SITE_NAME } from '../support/restoring';
import { errorOf, refusedRestore } from './restore-disturbed';
import { openRestoreSite, type RestoreSite } from './restore-site';

let site: RestoreSite;
beforeAll(async () => {
  site = await openRestoreSite();
});
afterAll(() => site?.close());

test('no room for a safety copy: the restore does not start', async () => {
  const { store } = site.module.context;
  const { freeBytes } = store;
  store.freeBytes = async () => 1_000;
  const error = await refusedRestore(site, { kind: 'live' });
  store.freeBytes = freeBytes;
  expect(error).toMatchObject({
    code: 'STORAGE_DOWN',
    message: expect.stringMatching(/^Not enough space/),
    hint: expect.anything(),
  });
  await site.expectUntouched();
});

test('a safety copy that cannot be read back: the restore does not start', async () => {
  const { store } = site.module.context;
  const { get } = store;
  store.get = async (key, options) => {
    if (key.includes('/data.') && key !== site.artifactKey) return get(key, { ...options, end: 1_000 });
    return get(key, options);
  };
  const error = await refusedRestore(site, { kind: 'live' });
  store.get = get;
  expect(error).toMatchObject({ code: 'CORRUPT', hint: expect.stringContaining('back up again') });
  const listed = await listBackups(site.module.context);
  expect(listed.ok && listed.value.backups.map(({ id }) => id)).toEqual([site.backupId]);
  await site.expectUntouched();
});

test('the safety copy cannot be deleted while the restore that it belongs to runs', async () => {
  const { context } = site.module;
  const { token } = await planned(site.module, site.backupId, { kind: 'live' });
  const { get } = context.store;
  const answers: unknown[] = [];
  let readings = 0;
  context.store.get = async (key, options) => {
    readings += key === site.artifactKey ? 1 : 0;
    if (key === site.artifactKey && readings === 2) {
      const listed = await listBackups(context);
      const copy = listed.ok && listed.value.backups.find(({ id }) => id !== site.backupId);
      answers.push(await deleteBackup(context, { id: copy ? copy.id : '', actorName: 'Test' }));
    }
    return get(key, options);
  };
  const started = await startRestore(
    context,
    { token: token ?? '', siteName: SITE_NAME, actor: byTest.actor },
    { trigger: 'cli' },
  );
  const outcome = started.ok ? await started.value.finished : started;
  context.store.get = get;
  expect(outcome).toMatchObject({ ok: true });
  expect(errorOf(answers[0] as Parameters<typeof errorOf>[0])).toMatchObject({ code: 'BUSY' });
  const runs = await listRuns(context);
  expect(runs.ok && runs.value[0]).toMatchObject({ kind: 'restore', status: 'done' });
  await site.expectRestored();
});
