import { mkdtemp, readFile, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { failure } from '@/lib/backup/kernel/app-error';
import { unwrap } from '@/lib/backup/kernel/result';
import { objectKeys } from '@/lib/backup/storage/object-keys';
import { REFUSED } from '@/lib/backup/storage/refusal';
import { checkCatalogs } from '@/lib/backup/use-cases/check-catalog';
import { copyBackup } from '@/lib/backup/use-cases/copy-backup';
import { copyDueBackups } from '@/lib/backup/use-cases/copy-due-backups';
import { deleteBackup } from '@/lib/backup/use-cases/delete-backup';
import { getBackup } from '@/lib/backup/use-cases/get-backup';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { tidyStorage } from '@/lib/backup/use-cases/tidy-storage';
import { sendPiece } from '@/lib/backup/use-cases/transfer-backup';
import { undeleteBackup } from '@/lib/backup/use-cases/undelete-backup';
import { contentOf, keysIn } from '@/tests/contract/store-under-test';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { waitFor } from '../../support/wait-for';

let database: TestDatabase;
let root: string;
let copy: string;
let module: TestModule;

beforeAll(async () => {
  database = await siteDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'backup-lost-copies-'));
  copy = path.join(root, 'off-site');
  const environment = { BACKUP_ENGINE: 'wasm', BACKUP_COPIES: `off-site=${copy}`, BACKUP_DELETE_GRACE_HOURS: '0' };
  module = await openModule(database.url, { environment, directory: root });
});
afterEach(async () => {
  await module?.close();
  await rm(root, { recursive: true, force: true });
});

const back = () => ended(startBackup(module.context, { scope: 'schema', format: 'sql' }, byTest));
const offSite = () => {
  const [found] = module.context.copies;
  if (!found) throw new Error('There is no destination.');
  return found;
};
const keys = () => objectKeys(module.context.site.slug);

test.each([
  ['the dump is gone', (id: string) => unlink(path.join(copy, keys().dataKey(id, 'sql')))],
  ['the dump is cut', (id: string) => truncate(path.join(copy, keys().dataKey(id, 'sql')), 10)],
  ['the manifest is gone', (id: string) => unlink(path.join(copy, keys().manifestKey(id)))],
  ['everything is gone', () => rm(copy, { recursive: true })],
])('a copy of which %s counts no more, and is made again', async (_, spoil) => {
  const { id, copies } = await back();
  expect(copies).toMatchObject([{ state: 'done' }]);
  expect(await copyDueBackups(module.context)).toEqual({ passed: 0, failed: 0 });
  await spoil(id);
  expect(await copyDueBackups(module.context)).toEqual({ passed: 1, failed: 0 });
  const [, lost] = (await module.context.catalog.get(id)).copies;
  expect(lost).toMatchObject({ passed: false, reason: expect.stringContaining('is not there any more') });
  expect(unwrap(await getBackup(module.context, id)).copies).toMatchObject([{ state: 'done', failures: 0 }]);
  const { entries } = await offSite().catalog.list();
  expect(entries.map(({ manifest }) => manifest.id)).toEqual([id]);
  expect(await copyDueBackups(module.context)).toEqual({ passed: 0, failed: 0 });
});

test('a copy that is gone and cannot be made again is told as failed', async () => {
  const { id } = await back();
  await unlink(path.join(copy, keys().dataKey(id, 'sql')));
  await unlink(path.join(module.directory, keys().dataKey(id, 'sql')));
  expect(await copyDueBackups(module.context)).toEqual({ passed: 0, failed: 1 });
  expect(unwrap(await getBackup(module.context, id)).copies).toMatchObject([{ state: 'failed', failures: 2 }]);
});

test('a copy that fails takes nothing away that it did not bring', async () => {
  const { id } = await back();
  const key = keys().dataKey(id, 'sql');
  await writeFile(path.join(module.directory, key), 'spoilt here');
  await writeFile(path.join(copy, key), 'spoilt there');
  const again = unwrap(await copyBackup(module.context, { id, to: 'off-site' }, byTest));
  expect(await again.finished).toMatchObject({ ok: false, error: { code: 'CORRUPT' } });
  expect(await readFile(path.join(copy, key), 'utf8')).toBe('spoilt there');
});

test('what a destination gives back wrong does not stay, unless something stood there before', async () => {
  const { id } = await back();
  const { artifact } = (await module.context.catalog.get(id)).manifest;
  const { store } = offSite();
  const forgetful = { name: 'off-site', store: { ...store, get: () => store.get(keys().manifestKey(id)) } };
  const send = () => sendPiece(module.context.store, forgetful, artifact);
  await expect(send()).rejects.toMatchObject({ error: { code: 'CORRUPT' } });
  expect(await contentOf(await store.get(artifact.key))).toHaveLength(artifact.size);
  await store.delete(artifact.key);
  await expect(send()).rejects.toMatchObject({ error: { code: 'CORRUPT' } });
  expect(await store.stat(artifact.key)).toBeNull();
});

test('a deletion and its undoing stand in the audit before any copy is asked', async () => {
  const { id } = await back();
  await back();
  const { store } = offSite();
  const list = store.list;
  for (const [act, what] of [
    ['backup.delete', deleteBackup],
    ['backup.undelete', undeleteBackup],
  ] as const) {
    let goOn = () => {};
    const answer = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    store.list = async function* (...query) {
      await answer;
      yield* list(...query);
    };
    const done = what(module.context, { id, actorName: 'Test' });
    try {
      const noted = () =>
        database.query(`select 1 from backup.audit_events where act = '${act}' and subject = '${id}'`);
      await waitFor(async () => (await noted()).length === 1, { timeoutMs: 10_000, what: `the event ${act}` });
    } finally {
      goOn();
      store.list = list;
      unwrap(await done);
    }
  }
});

test.each([
  ['refuses to delete', () => Promise.reject(failure('STORAGE_DOWN', 'No permission.', { details: REFUSED }))],
  ['retains under a lock', async () => 'retained' as const],
])('what a copy %s keeps no data here; the record stays until the copy lets go', async (_, holdBack) => {
  const { id } = await back();
  const { id: second } = await back();
  const { store, catalog } = offSite();
  const { delete: allow, put } = store;
  const written: string[] = [];
  store.put = (key, ...rest) => {
    written.push(key);
    return put(key, ...rest);
  };
  const here = () => keysIn(module.context.store, keys().backupPrefix(id));
  const there = async () => (await catalog.list()).entries.map(({ manifest }) => manifest.id);
  store.delete = (key) => (key === keys().manifestKey(id) ? holdBack() : allow(key));
  unwrap(await deleteBackup(module.context, { id, actorName: 'Test' }));
  await tidyStorage(module.context);
  await tidyStorage(module.context);
  expect(await here()).toEqual([keys().tombstoneKey(id)]);
  expect(await there()).toEqual([second, id]);
  // What is refused is not begun anew with each round: in a versioned bucket each would leave a version for ever.
  expect(written.filter((key) => key === keys().tombstoneKey(id))).toHaveLength(1);
  const { places } = unwrap(await checkCatalogs(module.context));
  expect(places.flatMap(({ findings }) => findings)).toEqual([]);

  Object.assign(store, { delete: allow, put });
  await tidyStorage(module.context);
  expect(await here()).toEqual([]);
  expect(await there()).toEqual([second]);
  await tidyStorage(module.context);
  expect(await keysIn(store, keys().backupPrefix(id))).toEqual([]);
});

test('a backup that is deleted while it is copied is no failed copy, and leaves nothing there', async () => {
  const kept = await back();
  const { id } = await back();
  const { store, catalog } = offSite();
  const folder = keys().backupPrefix(id);
  for (const key of await keysIn(store, folder)) await store.delete(key);
  const { put } = store;
  const data = keys().dataKey(id, 'sql');
  store.put = async (key, ...rest) => {
    if (key === data) unwrap(await deleteBackup(module.context, { id, actorName: 'Test' }));
    return put(key, ...rest);
  };
  const again = unwrap(await copyBackup(module.context, { id, to: 'off-site' }, byTest));
  expect(await again.finished).toMatchObject({ ok: false, error: { message: expect.stringContaining('was deleted') } });
  Object.assign(store, { put });
  expect(await keysIn(store, folder)).toEqual([data]);
  const failed = `select 1 from backup.audit_events where subject = '${id}' and detail->>'passed' = 'false'`;
  expect(await database.query(failed)).toEqual([]);
  expect(module.logged.join()).not.toContain('A copy of a backup failed.');

  const backups = async () => (await catalog.list()).entries.map(({ manifest }) => manifest.id);
  await tidyStorage(module.context);
  await tidyStorage(module.context);
  expect(await keysIn(store, folder)).toEqual([]);
  expect(await backups()).toEqual([kept.id]);
});

test('a backup that is deleted while older ones wait to be copied keeps no other from it', async () => {
  const first = await back();
  const { id } = await back();
  const { store, catalog } = offSite();
  for (const key of await keysIn(store, `${module.context.site.slug}/20`)) await store.delete(key);
  const { put } = store;
  store.put = async (key, ...rest) => {
    if (key === keys().dataKey(id, 'sql')) unwrap(await deleteBackup(module.context, { id, actorName: 'Test' }));
    return put(key, ...rest);
  };
  expect(await copyDueBackups(module.context)).toEqual({ passed: 1, failed: 0 });
  Object.assign(store, { put });
  expect((await catalog.list()).entries.map(({ manifest }) => manifest.id)).toEqual([first.id]);
});
