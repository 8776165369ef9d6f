import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { getHistory } from '@/lib/backup/use-cases/get-history';
import { getPolicy } from '@/lib/backup/use-cases/get-policy';
import { getProtection } from '@/lib/backup/use-cases/get-protection';
import { getStorage } from '@/lib/backup/use-cases/get-storage';
import { getStoragePage } from '@/lib/backup/use-cases/get-storage-page';
import { setPolicy } from '@/lib/backup/use-cases/set-policy';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { testStorage } from '@/lib/backup/use-cases/test-storage';
import { keysIn } from '@/tests/contract/store-under-test';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { tick } from '../../support/ticking';

let database: TestDatabase;
let root: string;
let blocked: string;
let module: TestModule;

beforeAll(async () => {
  database = await siteDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'storage-page-'));
  blocked = path.join(root, 'blocked');
  await writeFile(blocked, 'in the way');
  const environment = { BACKUP_ENGINE: 'wasm', BACKUP_COPIES: `near=${root}/near far=${blocked}` };
  module = await openModule(database.url, { environment, directory: root });
});
afterEach(async () => {
  await module?.close();
  await rm(root, { recursive: true, force: true });
});

const back = () => ended(startBackup(module.context, { scope: 'schema', format: 'sql' }, byTest));

test('each place tells what it holds, or why it cannot; each point where it is', async () => {
  const made = await back();
  const page = unwrap(await getStoragePage(module.context));
  expect(page.destinations).toMatchObject([
    { name: 'primary', kind: 'local', holds: { backups: 1, freeBytes: expect.any(Number) }, error: null, missing: 0 },
    { name: 'near', holds: { backups: 1, newestAt: expect.stringMatching(/^20/) }, missing: 0, failed: 0 },
    { name: 'far', holds: null, error: { code: 'STORAGE_DOWN' }, missing: 1, failed: 1 },
  ]);
  expect(page.points).toMatchObject([
    {
      id: made.id,
      copies: [
        { destination: 'near', state: 'done', size: made.size },
        { destination: 'far', state: 'failed', failures: 1, reason: expect.stringMatching(/\w/) },
      ],
    },
  ]);
  const glance = unwrap(await getStorage(module.context));
  expect(glance.copies.map(({ name, newest, backups }) => [name, newest, backups])).toEqual([
    ['near', 'done', 1],
    ['far', 'failed', 0],
  ]);
  const [row] = unwrap(await getHistory(module.context)).rows;
  expect(row?.copies).toEqual({ done: 1, failed: 1, total: 2 });
});

test('a place that the policy names and the settings do not is no silence', async () => {
  const { policy, version } = await getPolicy(module.context);
  unwrap(await setPolicy(module.context, { policy: { ...policy, where: { copies: ['near'] } }, version }, byTest));
  await ended(startBackup(module.context, { scope: 'full' }, byTest));
  expect((await getProtection(module.context)).unknownDestinations).toEqual([]);
  const environment = { BACKUP_ENGINE: 'wasm', BACKUP_COPIES: `renamed=${root}/near` };
  const later = await openModule(database.url, { environment, directory: root });
  try {
    expect(await getProtection(later.context)).toMatchObject({
      state: 'unsafe',
      reason: 'unknown-destination',
      unknownDestinations: ['near'],
    });
  } finally {
    await later.close();
    await database.query('truncate backup.policy');
  }
});

test('a place that is silent keeps nobody waiting for the page', async () => {
  const [, far] = module.context.copies;
  if (!far) throw new Error('There is no second destination.');
  const list = far.store.list;
  let goOn = () => {};
  const answer = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  far.store.list = async function* (...query) {
    await answer;
    yield* list(...query);
  };
  try {
    const { destinations } = unwrap(await getStoragePage(module.context));
    expect(destinations).toMatchObject([
      { name: 'primary', error: null },
      { name: 'near', error: null },
      { name: 'far', holds: null, error: { code: 'STORAGE_DOWN', message: expect.stringContaining('within seconds') } },
    ]);
  } finally {
    goOn();
    far.store.list = list;
  }
});

test('a test tries a place out, leaves nothing, and is remembered', async () => {
  const before = await keysIn(module.context.store);
  expect(unwrap(await testStorage(module.context, 'primary'))).toMatchObject({ passed: true, error: null });
  expect(await keysIn(module.context.store)).toEqual(before);
  const failed = unwrap(await testStorage(module.context, 'far'));
  expect(failed).toMatchObject({
    passed: false,
    error: { code: 'STORAGE_DOWN', hint: expect.stringContaining('write permission') },
  });
  const { destinations } = unwrap(await getStoragePage(module.context));
  expect(destinations.map(({ lastTest }) => lastTest?.passed ?? null)).toEqual([true, null, false]);
  expect(await testStorage(module.context, 'elsewhere')).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
});

test('a test is remembered after a restart and by other instances, for the address that was tested', async () => {
  unwrap(await testStorage(module.context, 'near'));
  const shown = async (environment: Record<string, string>) => {
    const other = await openModule(database.url, {
      environment: { BACKUP_ENGINE: 'wasm', ...environment },
      directory: root,
    });
    try {
      return unwrap(await getStoragePage(other.context)).destinations.find(({ name }) => name === 'near')?.lastTest;
    } finally {
      await other.close();
    }
  };
  const first = await shown({ BACKUP_COPIES: `near=${root}/near` });
  expect(first).toMatchObject({ passed: true, error: null });
  expect(first?.steps).toContainEqual({ step: 'write', durationMs: expect.any(Number) });
  expect(await shown({ BACKUP_COPIES: `near=${root}/moved` })).toBeNull();
  await rm(path.join(root, 'near'), { recursive: true, force: true });
  await writeFile(path.join(root, 'near'), 'in the way');
  expect(unwrap(await testStorage(module.context, 'near')).passed).toBe(false);
  expect(await shown({ BACKUP_COPIES: `near=${root}/near` })).toMatchObject({ error: { code: 'STORAGE_DOWN' } });
});

test('a database that is away keeps no test from its answer', async () => {
  const lonely = await openModule('postgres://nobody@127.0.0.1:1/nothing', { directory: root });
  try {
    expect(unwrap(await testStorage(lonely.context, 'primary'))).toMatchObject({ passed: true });
    expect(lonely.logged.join()).toContain('The test of a storage is not kept.');
    const [primary] = unwrap(await getStoragePage(lonely.context)).destinations;
    expect(primary).toMatchObject({ error: null, lastTest: null });
  } finally {
    await lonely.close();
  }
});

test('a call of the schedule that starts no run makes the copies that are due', async () => {
  const first = unwrap(await tick(module.context));
  await first.finished;
  await rm(path.join(root, 'near'), { recursive: true, force: true });
  await rm(blocked);
  const again = unwrap(await tick(module.context));
  expect(again.started).toBe(false);
  await again.finished;
  const row = unwrap(await getHistory(module.context)).rows.find(({ id }) => id === again.run?.id);
  // The failed one waits for its time still.
  expect(row?.copies).toEqual({ done: 1, failed: 1, total: 2 });
});
