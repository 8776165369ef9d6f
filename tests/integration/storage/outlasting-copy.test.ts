import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '@/lib/backup/kernel/ids';
import { unwrap } from '@/lib/backup/kernel/result';
import { objectKeys } from '@/lib/backup/storage/object-keys';
import { checkCatalogs } from '@/lib/backup/use-cases/check-catalog';
import { copyBackup } from '@/lib/backup/use-cases/copy-backup';
import { deleteBackup } from '@/lib/backup/use-cases/delete-backup';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { tidyStorage } from '@/lib/backup/use-cases/tidy-storage';
import { undeleteBackup } from '@/lib/backup/use-cases/undelete-backup';
import { bodyOf, contentOf, keysIn } from '@/tests/contract/store-under-test';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';

let database: TestDatabase;
let root: string;
let module: TestModule;

beforeAll(async () => {
  database = await siteDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'outlasting-copy-'));
  const environment = {
    BACKUP_ENGINE: 'wasm',
    BACKUP_COPIES: `off-site=${path.join(root, 'off-site')}`,
    BACKUP_DELETE_GRACE_HOURS: '0',
  };
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

/** Copies a backup that is gone here for good, its removal record with it, before its data has arrived there. */
async function outlast(): Promise<{ id: string; folder: string; data: string }> {
  const { id } = await back();
  const keys = objectKeys(module.context.site.slug);
  const [folder, data] = [keys.backupPrefix(id), keys.dataKey(id, 'sql')];
  const { store } = offSite();
  for (const key of await keysIn(store, folder)) await store.delete(key);
  const { put } = store;
  store.put = async (key, body, ...rest) => {
    if (key !== data) return put(key, body, ...rest);
    const sent = await contentOf(body);
    unwrap(await deleteBackup(module.context, { id, actorName: 'Ada' }));
    await tidyStorage(module.context);
    expect(await keysIn(module.context.store, folder)).toEqual([]);
    return put(key, bodyOf(sent), ...rest);
  };
  const copy = unwrap(await copyBackup(module.context, { id, to: 'off-site' }, byTest));
  expect(await copy.finished).toMatchObject({ ok: false, error: { message: expect.stringContaining('was deleted') } });
  store.put = put;
  expect(await keysIn(store, folder)).toEqual([data]);
  return { id, folder, data };
}

const findings = async () => unwrap(await checkCatalogs(module.context)).places.flatMap((place) => place.findings);

test('what arrives of a backup after its grace period is removed, and nothing else is', async () => {
  const kept = await back();
  const { folder } = await outlast();
  await tidyStorage(module.context);
  await tidyStorage(module.context);
  expect(await keysIn(offSite().store, folder)).toEqual([]);
  expect((await offSite().catalog.list()).entries.map(({ manifest }) => manifest.id)).toEqual([kept.id]);
  expect(await findings()).toEqual([]);
});

test('a store that retains it keeps one removal record, and no finding', async () => {
  await back();
  const { id, folder, data } = await outlast();
  const { store } = offSite();
  const { put, delete: allow } = store;
  const written: string[] = [];
  store.put = (key, ...rest) => {
    written.push(key);
    return put(key, ...rest);
  };
  store.delete = async (key) => (key === data ? 'retained' : allow(key));
  for (let round = 0; round < 3; round += 1) await tidyStorage(module.context);
  const tombstone = objectKeys(module.context.site.slug).tombstoneKey(id);
  expect(written.filter((key) => key === tombstone)).toHaveLength(1);
  expect(await keysIn(store, folder)).toEqual([data, tombstone]);
  expect(await findings()).toEqual([]);
  store.delete = allow;
  await tidyStorage(module.context);
  expect(await keysIn(store, folder)).toEqual([]);
});

test('what nobody deleted, or was brought back, is left alone: the main store may have lost it', async () => {
  await back();
  const [never, again] = [await back(), await back()];
  const by = { id: again.id, actorName: 'Ada' };
  unwrap(await deleteBackup(module.context, by));
  unwrap(await undeleteBackup(module.context, by));
  const keys = objectKeys(module.context.site.slug);
  const left = [never, again].map(({ id }) => keys.dataKey(id, 'sql'));
  const there = async () =>
    (await Promise.all([never, again].map(({ id }) => keysIn(offSite().store, keys.backupPrefix(id))))).flat();
  for (const store of [module.context.store, offSite().store]) {
    const lost = [never, again].map(({ id }) => keysIn(store, keys.backupPrefix(id)));
    for (const key of (await Promise.all(lost)).flat())
      if (store === module.context.store || !left.includes(key)) await store.delete(key);
  }
  await tidyStorage(module.context);
  await tidyStorage(module.context);
  expect(await there()).toEqual(left);
});

test('nothing that is listed, removed, adopted or absent is condemned', async () => {
  const { catalog, store } = module.context;
  const [listed, removed, adopted] = [await back(), await back(), await back()];
  unwrap(await deleteBackup(module.context, { id: removed.id, actorName: 'Ada' }));
  await store.delete(objectKeys(module.context.site.slug).manifestKey(adopted.id));
  await catalog.adopt(adopted.id, { actor: 'Ada' });
  const before = await keysIn(store);
  for (const id of [listed.id, removed.id, adopted.id, newId(new Date())])
    expect(await catalog.condemn(id, { actor: 'Ada' })).toBe(false);
  expect(await keysIn(store)).toEqual(before);
});
