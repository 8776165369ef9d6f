import { afterAll, beforeAll, expect, test } from 'vitest';
import { getRun } from '@/lib/backup/use-cases/get-run';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { byTest, ended, openModule, type TestModule } from '../support/backup-module';
import { siteDatabase, type TestDatabase } from '../support/postgres';
import { waitFor } from '../support/wait-for';
import { expectSound } from './oracle';

let database: TestDatabase;
let first: TestModule;
let second: TestModule;
/** Opened once the second owner has taken over; until then the first one stands just before its commit. */
let letGo: () => void;
let waiting: Promise<void>;
let arrived = false;

beforeAll(async () => {
  database = await siteDatabase();
  waiting = new Promise((resolve) => {
    letGo = resolve;
  });
  first = await openModule(database.url, { environment: { BACKUP_ENGINE: 'wasm' } });
  second = await openModule(database.url, {
    environment: { BACKUP_ENGINE: 'wasm', BACKUP_LOCAL_DIR: first.directory },
  });
});
afterAll(async () => {
  letGo?.();
  await first?.close();
  await second?.close();
  await database?.drop();
});

test('a run whose lease was taken over commits nothing, and leaves the new owner’s backup alone', async () => {
  const { get } = first.context.store;
  first.context.store.get = async (key, options) => {
    // The reading back is the last step before the manifest: the owner falls asleep in it.
    if (key.includes('/data.')) {
      arrived = true;
      await waiting;
    }
    return get(key, options);
  };
  const started = await startBackup(first.context, { scope: 'schema' }, byTest);
  if (!started.ok || !started.value.finished) throw new Error('The run did not start.');
  await waitFor(() => arrived, { timeoutMs: 60_000, what: 'the reading back' });
  await database.query(`update backup.leases set expires_at = '-infinity'`);
  const next = await ended(startBackup(second.context, { scope: 'schema' }, byTest));
  letGo();
  const outcome = await started.value.finished;
  expect(outcome).toMatchObject({ ok: false, error: { code: 'STALE' } });
  expect(await getRun(second.context, started.value.run.id)).toMatchObject({ ok: true, value: { status: 'lost' } });
  const { entries } = await second.context.catalog.list();
  expect(entries.map(({ manifest }) => manifest.id)).toEqual([next.id]);
  await expectSound(second, database, { backups: 1 });
});
