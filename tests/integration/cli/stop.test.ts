import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { expectSound } from '../../faults/oracle';
import { addSlowTable } from '../../faults/slow-table';
import { byTest, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { waitFor } from '../../support/wait-for';
import { openCli, type StartedCli, type TestCli } from './run-cli';

let database: TestDatabase;
let cli: TestCli;
let module: TestModule;

beforeAll(async () => {
  database = await siteDatabase();
  await addSlowTable(database);
  cli = await openCli(database.url);
  module = await openModule(database.url, {
    environment: { BACKUP_LOCAL_DIR: cli.store, BACKUP_ENGINE: 'wasm' },
  });
});
afterAll(async () => {
  await module?.close();
  await cli?.close();
  await database?.drop();
});

/** Starts a backup and waits until bytes flow. */
async function midDump(): Promise<{ started: StartedCli; runId: string }> {
  const started = cli.start(['create', '--json']);
  const runId = await waitFor(
    async () => {
      const rows = await database.query<{ id: string; bytes: number }>(
        `select id, (progress->>'bytes')::bigint as bytes from backup.runs where status = 'running'`,
      );
      return rows[0] && Number(rows[0].bytes) > 0 ? rows[0].id : null;
    },
    { timeoutMs: 60_000, what: 'a dump that is under way' },
  );
  return { started, runId };
}

test('Ctrl-C stops a backup cleanly', async () => {
  const { started, runId } = await midDump();
  started.child.kill('SIGINT');
  const result = await started.ended;
  expect([result.code, result.error().code]).toEqual([1, 'CANCELLED']);
  expect(result.stderr).toContain('Cancelling');
  expect(await database.query('select status from backup.runs where id = $1', [runId])).toEqual([
    { status: 'cancelled' },
  ]);
  await expectSound(module, database, { backups: 0 });
});

test('create is refused with exit code 3 while a run goes on, and names it; cancel ends it from another process', async () => {
  const { store } = module.context;
  const { get } = store;
  // The run stays at its reading back until it is told to stop.
  store.get = async (key, options) => {
    await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve, { once: true }));
    return get(key, options);
  };
  const started = await startBackup(module.context, { scope: 'schema' }, byTest);
  if (!started.ok) throw new Error(started.error.message);
  const { run, finished } = started.value;
  try {
    const [busy, runs] = await Promise.all([cli.run(['create', '--json']), cli.run(['runs', '--json'])]);
    expect([busy.code, busy.error()]).toMatchObject([3, { code: 'BUSY', details: { runId: run.id } }]);
    expect(runs.data<{ id: string; status: string }[]>()[0]).toMatchObject({ id: run.id, status: 'running' });
    expect((await cli.run(['cancel', run.id, '--json'])).data()).toMatchObject({ id: run.id });
    expect(await finished).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
  } finally {
    store.get = get;
  }
  const again = await cli.run(['cancel', run.id, '--json']);
  expect([again.code, again.error().code]).toEqual([3, 'NOTHING_TO_DO']);
  await expectSound(module, database, { backups: 0 });
});
