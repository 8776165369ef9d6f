import { cp, mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Clock } from '@/lib/backup/kernel/clock';
import { unwrap } from '@/lib/backup/kernel/result';
import { objectKeys } from '@/lib/backup/storage/object-keys';
import type { ObjectStore } from '@/lib/backup/storage/object-store';
import { copyBackup } from '@/lib/backup/use-cases/copy-backup';
import { copyDueBackups } from '@/lib/backup/use-cases/copy-due-backups';
import { deleteBackup } from '@/lib/backup/use-cases/delete-backup';
import { getBackup } from '@/lib/backup/use-cases/get-backup';
import { listBackups } from '@/lib/backup/use-cases/list-backups';
import { openArtifact } from '@/lib/backup/use-cases/open-artifact';
import { pinBackup } from '@/lib/backup/use-cases/pin-backup';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { tidyStorage } from '@/lib/backup/use-cases/tidy-storage';
import { undeleteBackup } from '@/lib/backup/use-cases/undelete-backup';
import { verifyBackup } from '@/lib/backup/use-cases/verify-backup';
import { contentOf, keysIn } from '@/tests/contract/store-under-test';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';

let database: TestDatabase;
let root: string;
let copy: string;
let module: TestModule;
let now: Date;
const clock: Clock = { now: () => now };
const later = (hours: number) => {
  now = new Date(now.getTime() + hours * 3_600_000);
};

beforeAll(async () => {
  database = await siteDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'backup-copies-'));
  copy = path.join(root, 'off-site');
  now = new Date();
  // The grace period goes by the database's clock too, which no test moves.
  const environment = { BACKUP_ENGINE: 'wasm', BACKUP_COPIES: `off-site=${copy}`, BACKUP_DELETE_GRACE_HOURS: '0' };
  module = await openModule(database.url, { environment, directory: root, clock });
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
const copiesOf = async (id: string) => unwrap(await getBackup(module.context, id)).copies;
/** Stands in the place of the destination, so that nothing can be written there. */
const blockDestination = async () => {
  await rm(copy, { recursive: true, force: true });
  await writeFile(copy, 'in the way');
};
const recordsOf = async (store: ObjectStore, id: string) =>
  (await keysIn(store, objectKeys(module.context.site.slug).backupPrefix(id))).filter((key) => !key.includes('/copy-'));
const dataKey = (id: string) => objectKeys(module.context.site.slug).dataKey(id, 'sql');

test('a backup is copied by itself, whole, and stands on its own there', async () => {
  const made = await back();
  expect(made.copies).toMatchObject([
    { destination: 'off-site', kind: 'local', state: 'done', failures: 0, nextAttemptAt: null, size: made.size },
  ]);
  const own = (await keysIn(module.context.store)).filter((key) => !key.includes('/copy-') && !key.includes('/audit/'));
  expect((await keysIn(offSite().store)).filter((key) => !key.includes('/audit/'))).toEqual(own);
  const { entries, damaged } = await offSite().catalog.list();
  expect(entries.map(({ manifest, signatureValid }) => [manifest.id, signatureValid])).toEqual([[made.id, true]]);
  expect(damaged).toEqual([]);
  expect(
    await database.query(`select detail->>'passed' as passed from backup.audit_events where act = 'backup.copy'`),
  ).toContainEqual({ passed: 'true' });
});

test('a failed copy shows, is tried again after a while, and shows its success', async () => {
  await blockDestination();
  const made = await back();
  expect(made.proof).toBe('read-back');
  const [failed] = made.copies;
  expect(failed).toMatchObject({ state: 'failed', failures: 1, size: null, reason: expect.stringMatching(/\w/) });
  expect(await copyDueBackups(module.context)).toEqual({ passed: 0, failed: 0 });
  later(0.1);
  expect(await copyDueBackups(module.context)).toEqual({ passed: 0, failed: 1 });
  expect(await copiesOf(made.id)).toMatchObject([{ state: 'failed', failures: 2 }]);
  await rm(copy);
  later(0.1);
  expect(await copyDueBackups(module.context)).toEqual({ passed: 0, failed: 0 });
  later(0.2);
  expect(await copyDueBackups(module.context)).toEqual({ passed: 1, failed: 0 });
  expect(await copiesOf(made.id)).toMatchObject([{ state: 'done', failures: 0, reason: null }]);
});

test('a copy by hand does not wait; unknown names are refused', async () => {
  await blockDestination();
  const made = await back();
  await rm(copy);
  const started = unwrap(await copyBackup(module.context, { id: made.id, to: 'off-site' }, byTest));
  expect(await started.finished).toMatchObject({ ok: true, value: { destination: 'off-site', passed: true } });
  expect(await copyBackup(module.context, { id: made.id, to: 'elsewhere' }, byTest)).toMatchObject({
    ok: false,
    error: { code: 'NOT_FOUND', hint: expect.stringContaining('off-site') },
  });
  expect(await copyBackup(module.context, { id: 'x', to: 'off-site' }, byTest)).toMatchObject({ ok: false });
});

test('records that were edited or forged prove nothing', async () => {
  const made = await back();
  const folder = path.dirname(path.join(module.directory, dataKey(made.id)));
  const record = (await readdir(folder)).find((name) => name.startsWith('copy-')) ?? '';
  const text = await readFile(path.join(folder, record), 'utf8');
  await writeFile(path.join(folder, record), text.replace(/"size":\d+/, '"size":1'));
  expect(await copiesOf(made.id)).toMatchObject([{ state: 'waiting' }]);
  await unlink(path.join(folder, record));
  await writeFile(path.join(folder, record.replace('off-site', 'other')), text);
  expect(await copiesOf(made.id)).toMatchObject([{ state: 'waiting' }]);
});

test('deleting, bringing back and removing for good reach the copy', async () => {
  const first = await back();
  later(1);
  const second = await back();
  const listed = async () => (await offSite().catalog.list()).entries.map(({ manifest }) => manifest.id);
  expect(await listed()).toEqual([second.id, first.id]);
  unwrap(await deleteBackup(module.context, { id: first.id, actorName: 'Test' }));
  expect(await listed()).toEqual([second.id]);
  unwrap(await undeleteBackup(module.context, { id: first.id, actorName: 'Test' }));
  expect(await listed()).toEqual([second.id, first.id]);

  const aside = path.join(root, 'aside');
  await cp(copy, aside, { recursive: true });
  await blockDestination();
  unwrap(await deleteBackup(module.context, { id: first.id, actorName: 'Test' }));
  later(48);
  await tidyStorage(module.context);
  // The destination does not answer: the record here that tells it what to remove stays.
  expect(await keysIn(module.context.store, objectKeys(module.context.site.slug).backupPrefix(first.id))).not.toEqual(
    [],
  );
  await rm(copy);
  await cp(aside, copy, { recursive: true });
  await tidyStorage(module.context);
  expect(await listed()).toEqual([second.id]);
});

test('a primary store that simply lost everything takes nothing from the copy', async () => {
  const made = await back();
  await rm(module.directory, { recursive: true });
  later(1000);
  await tidyStorage(module.context);
  await copyDueBackups(module.context);
  expect((await offSite().catalog.list()).entries.map(({ manifest }) => manifest.id)).toEqual([made.id]);
});

test('data that the primary store lost is read from the copy, and put back by a verification', async () => {
  const made = await back();
  const expected = await contentOf(await module.context.store.get(dataKey(made.id)));
  await module.context.store.delete(dataKey(made.id));
  const opened = unwrap(await openArtifact(module.context, made.id));
  expect((await contentOf(opened.stream)).equals(expected)).toBe(true);
  const verified = await ended(verifyBackup(module.context, { backupId: made.id, level: 'bytes' }, byTest));
  expect(verified.proof).toBe('read-back');
  expect((await contentOf(await module.context.store.get(dataKey(made.id)))).equals(expected)).toBe(true);
});

test('data that is damaged here and there is not believed', async () => {
  const made = await back();
  for (const folder of [module.directory, copy]) {
    const file = path.join(folder, dataKey(made.id));
    const bytes = await readFile(file);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    await writeFile(file, bytes);
  }
  const started = unwrap(await verifyBackup(module.context, { backupId: made.id, level: 'bytes' }, byTest));
  expect(await started.finished).toMatchObject({ ok: false, error: { code: 'CORRUPT' } });
  const [listed] = unwrap(await listBackups(module.context)).backups;
  expect(listed?.proof).toBe('damaged');
  const again = unwrap(await copyBackup(module.context, { id: made.id, to: 'off-site' }, byTest));
  expect(await again.finished).toMatchObject({ ok: false, error: { code: 'CORRUPT' } });
});

test('what is written beside a backup later on follows to its copy', async () => {
  const { context } = module;
  const { id } = await back();
  unwrap(await pinBackup(context, { id, note: 'before the relaunch' }, byTest));
  await ended(verifyBackup(context, { backupId: id, level: 'bytes' }, byTest));
  expect(await recordsOf(offSite().store, id)).not.toEqual(await recordsOf(context.store, id));
  await copyDueBackups(context);
  expect(await recordsOf(offSite().store, id)).toEqual(await recordsOf(context.store, id));
  const { pins, verifications } = await offSite().catalog.get(id);
  expect([pins.length, verifications.length]).toEqual([1, 1]);
});
