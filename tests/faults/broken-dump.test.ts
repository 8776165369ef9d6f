import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DumpEngine } from '@/lib/backup/database/dump/dump-engine';
import type { AppError } from '@/lib/backup/kernel/app-error';
import { getRun } from '@/lib/backup/use-cases/get-run';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { byTest, ended, openModule, type TestModule } from '../support/backup-module';
import { nativeTool } from '../support/native-tools';
import { siteDatabase, type TestDatabase } from '../support/postgres';
import { waitFor } from '../support/wait-for';
import { backupSessions, expectSound } from './oracle';
import { queueMigration } from './queued-migration';
import { addSlowTable } from './slow-table';

/** Longer than the ten seconds that a dump may wait for a lock, and than a busy machine needs around it. */
const LOCK_PATIENCE_MS = 25_000;

let database: TestDatabase;
let module: TestModule;

beforeAll(async () => {
  database = await siteDatabase();
  await addSlowTable(database);
  module = await openModule(database.url);
});
afterAll(async () => {
  await module?.close();
  await database?.drop();
});

async function begin(engine: DumpEngine['name']): Promise<{ id: string; error: Promise<AppError | null> }> {
  const started = await startBackup(module.context, { engine, format: 'sql.gz' }, byTest);
  if (!started.ok || !started.value.finished) throw new Error('The run did not start.');
  const { run, finished } = started.value;
  return { id: run.id, error: finished.then((outcome) => (outcome.ok ? null : outcome.error)) };
}

/** Ends the session of one part of a backup once bytes flow. */
async function terminate(runId: string, session: string): Promise<void> {
  await waitFor(
    async () => {
      const run = await getRun(module.context, runId);
      return run.ok && (run.value.progress?.bytes ?? 0) > 0;
    },
    { timeoutMs: 60_000, what: 'a dump that is under way' },
  );
  const ended = await database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = $1`,
    [session],
  );
  expect(ended).toHaveLength(1);
}

describe.each(['native', 'wasm'] as const)('%s engine', (engine) => {
  const missing = engine === 'native' && !nativeTool('pg_dump', 18);
  const reason = 'no native pg_dump 18 or newer on this machine';

  test.for(['backup pg_dump', 'backup snapshot'])('the server ends the session “%s”', async (session, { skip }) => {
    skip(missing, reason);
    const { id, error } = await begin(engine);
    await terminate(id, session);
    expect(await error).toMatchObject({ code: 'DATABASE_DOWN', hint: expect.stringMatching(/\w/) });
    expect(await getRun(module.context, id)).toMatchObject({ ok: true, value: { status: 'failed' } });
    await expectSound(module, database, { backups: 0 });
  });

  test('behind a migration that comes while the dump begins, the run gives up in time', async ({ skip }) => {
    skip(missing, reason);
    let migration: { end(): Promise<void> } | undefined;
    const { store } = module.context;
    const { freeBytes } = store;
    // The last question of the check: what waits from here on is the dump.
    store.freeBytes = async () => {
      migration ??= await queueMigration(database, 'comments');
      return freeBytes();
    };
    const startedAt = performance.now();
    try {
      const { error } = await begin(engine);
      expect(await error).toMatchObject({ code: 'BUSY', message: expect.stringMatching(/locked|changing/) });
      expect(performance.now() - startedAt).toBeLessThan(LOCK_PATIENCE_MS);
      await waitFor(async () => (await backupSessions(database)).length === 0, { what: 'the queue to be free' });
    } finally {
      store.freeBytes = freeBytes;
      await migration?.end();
    }
    await expectSound(module, database, { backups: 0 });
  });
});

test('a table that is dropped while a dump is under way waits for its turn, and the dump is whole', async () => {
  await database.query('create table passing as select generate_series(1, 1000) as g');
  const started = await startBackup(module.context, { engine: 'wasm', format: 'sql.gz' }, byTest);
  if (!started.ok) throw new Error(started.error.message);
  await waitFor(
    async () => (await backupSessions(database)).some((session) => session.application_name === 'backup pg_dump'),
    { timeoutMs: 60_000, what: 'pg_dump to begin' },
  );
  await waitFor(
    async () => {
      const run = await getRun(module.context, started.value.run.id);
      return run.ok && (run.value.progress?.bytes ?? 0) > 0;
    },
    { timeoutMs: 60_000, what: 'a dump that is under way' },
  );
  const dropped = database.query('drop table passing');
  const made = await ended(Promise.resolve(started));
  await dropped;
  expect(made.tables.find(({ name }) => name === 'passing')).toMatchObject({ rows: 1000 });
  await expectSound(module, database, { backups: 1 });
});
