import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failure } from '@/lib/backup/kernel/app-error';
import { unwrap } from '@/lib/backup/kernel/result';
import { cancelRun } from '@/lib/backup/use-cases/cancel-run';
import { getPolicy } from '@/lib/backup/use-cases/get-policy';
import { setPolicy } from '@/lib/backup/use-cases/set-policy';
import { stopOwnRun } from '@/lib/backup/use-cases/stop-own-run';
import { storeRunbook } from '@/lib/backup/use-cases/store-runbook';
import { keysIn } from '@/tests/contract/store-under-test';
import { byTest, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { tick } from '../../support/ticking';
import { waitFor } from '../../support/wait-for';
import { backupOfDaysAgo } from '../retention/old-backups';

let database: TestDatabase;
let root: string;
let module: TestModule;

beforeEach(async () => {
  [database, root] = await Promise.all([siteDatabase(), mkdtemp(path.join(tmpdir(), 'after-run-'))]);
  const environment = { BACKUP_ENGINE: 'wasm', BACKUP_DRILL_DAYS: '0', BACKUP_COPIES: `near=${root}/near` };
  module = await openModule(database.url, { environment, directory: root });
});
afterEach(async () => {
  await module?.close();
  await rm(root, { recursive: true, force: true });
  await database?.drop();
});

const DOWN = failure('STORAGE_DOWN', 'The storage does not answer.');
const runs = (kind: string) => database.query('select status, slot from backup.runs where kind = $1', [kind]);

async function deletesByItself(): Promise<void> {
  const { policy, version } = await getPolicy(module.context);
  const none = { keepDays: 0, keepLast: 1, daily: 0, weekly: 0, monthly: 0, yearly: 0, minVerified: 1 };
  const retention = { ...none, automatic: true };
  unwrap(await setPolicy(module.context, { policy: { ...policy, retention }, version }, byTest));
}

test('a backup that was made is told as made, though its predecessors could not be deleted', async () => {
  await deletesByItself();
  const old: string[] = [];
  for (const days of [9, 8, 7, 6]) old.push(await backupOfDaysAgo(module, days));
  const remove = async () => {
    throw DOWN;
  };
  const { finished } = unwrap(await tick({ ...module.context, catalog: { ...module.context.catalog, remove } }));
  expect(await finished).toMatchObject({ ok: true, value: { id: expect.any(String) } });
  expect(await runs('prune')).toMatchObject([{ status: 'failed' }]);
  expect(module.logged.join('\n')).toContain('Old backups were not deleted.');
  const { entries } = await module.context.catalog.list();
  expect(entries).toHaveLength(old.length + 1);
  expect(entries.every(({ copies }) => copies[0]?.passed)).toBe(true);
});

test('after a backup that failed nothing is deleted, and what is due is copied all the same', async () => {
  await deletesByItself();
  for (const days of [9, 8, 7, 6]) await backupOfDaysAgo(module, days);
  const { store } = module.context;
  const { put } = store;
  store.put = (key, body, options) => (key.includes('/data.') ? Promise.reject(DOWN) : put(key, body, options));
  const { finished, ended } = unwrap(await tick(module.context));
  expect(await ended).toMatchObject({ ok: false, error: { code: 'STORAGE_DOWN' } });
  expect(await finished).toMatchObject({ ok: false, error: { code: 'STORAGE_DOWN' } });
  expect(await runs('prune')).toEqual([]);
  const { entries } = await module.context.catalog.list();
  expect(entries.map(({ copies }) => copies[0]?.passed)).toEqual([true, true, true, true]);
});

test('a call that starts nothing answers at once, and a silent place for the runbook is waited for behind it', async () => {
  await unwrap(await tick(module.context)).finished;
  const store = module.context.copies[0]?.store ?? expect.fail('There is no copy.');
  const { get } = store;
  const asked: string[] = [];
  let speak = () => {};
  const silence = new Promise<void>((resolve) => {
    speak = resolve;
  });
  store.get = async (key, options) => {
    if (!key.includes('/runbook/')) return get(key, options);
    asked.push(key);
    await silence;
    return get(key, options);
  };
  const { started, finished } = unwrap(await tick(module.context));
  await waitFor(() => asked.length > 0, { timeoutMs: 30_000, what: 'the look after the runbook' });
  speak();
  expect(started).toBe(false);
  expect(await finished).toMatchObject({ ok: true });
  expect(asked).toHaveLength(3);
  // Whoever had waited for it would have given it up.
  expect(module.logged.join('\n')).not.toContain('The runbook could not be stored');
});

test('a place that does not answer for one language of the runbook is not asked for the others', async () => {
  const { context } = module;
  const [here, near] = [context.store, context.copies[0]?.store ?? expect.fail('There is no copy.')];
  const asked: string[] = [];
  near.get = (key) => {
    if (key.includes('/runbook/')) asked.push(key);
    return Promise.reject(DOWN);
  };
  await storeRunbook(context);
  expect(asked).toHaveLength(1);
  expect((await keysIn(here)).filter((key) => key.includes('/runbook/'))).toHaveLength(3);
});

/** Starts the backup that is due and holds it at its reading back, until it is told to stop. */
async function heldBackup(): Promise<{ runId: string; slot: string | null; finished: Promise<unknown> }> {
  const { store } = module.context;
  const { get } = store;
  let reading = false;
  store.get = async (key, options) => {
    if (!key.includes('/data.')) return get(key, options);
    reading = true;
    await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve, { once: true }));
    store.get = get;
    return get(key, options);
  };
  const { run, slot, finished } = unwrap(await tick(module.context));
  await waitFor(() => reading, { timeoutMs: 30_000, what: 'the reading back' });
  return { runId: run?.id ?? '', slot, finished: finished ?? Promise.reject(new Error('Nothing was started.')) };
}

test('a run that its own process stops yields its slot: the next call makes the backup that was due', async () => {
  const { runId, slot, finished } = await heldBackup();
  expect(unwrap(await stopOwnRun(module.context, { actorName: 'Worker' }))).toMatchObject({ id: runId });
  expect(await finished).toMatchObject({ ok: false, error: { code: 'CANCELLED', message: 'Cancelled by Worker.' } });
  expect(await runs('backup')).toEqual([{ status: 'cancelled', slot: null }]);
  expect(unwrap(await stopOwnRun(module.context, { actorName: 'Worker' }))).toBeNull();
  const again = unwrap(await tick(module.context));
  expect(again).toMatchObject({ slot, started: true });
  expect(await again.finished).toMatchObject({ ok: true });
  expect(await runs('backup')).toContainEqual({ status: 'done', slot });
});

test('a run that an admin stops keeps its slot: nobody wanted this backup', async () => {
  const { runId, slot, finished } = await heldBackup();
  unwrap(await cancelRun(module.context, { runId, actorName: 'Jane' }));
  expect(await finished).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
  expect(await runs('backup')).toEqual([{ status: 'cancelled', slot }]);
  expect(unwrap(await tick(module.context))).toMatchObject({ started: false, run: { id: runId } });
});
