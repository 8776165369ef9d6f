import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectSound } from '../../faults/oracle';
import { addSlowTable } from '../../faults/slow-table';
import { openModule, type TestModule } from '../../support/backup-module';
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
    environment: { BACKUP_LOCAL_DIR: cli.store, BACKUP_SITE: 'test-directory' },
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

test('a second create is refused with exit code 3 and names the run; cancel ends it from another process', async () => {
  const { started, runId } = await midDump();
  const [busy, removal] = await Promise.all([cli.run(['create', '--json']), cli.run(['runs', '--json'])]);
  expect([busy.code, busy.error()]).toMatchObject([3, { code: 'BUSY', details: { runId } }]);
  expect(removal.data<{ id: string; status: string }[]>()[0]).toMatchObject({ id: runId, status: 'running' });
  const cancelled = await cli.run(['cancel', runId, '--json']);
  expect(cancelled.data()).toMatchObject({ id: runId });
  const result = await started.ended;
  expect([result.code, result.error().code]).toEqual([1, 'CANCELLED']);
  const again = await cli.run(['cancel', runId, '--json']);
  expect([again.code, again.error().code]).toEqual([3, 'NOTHING_TO_DO']);
  await expectSound(module, database, { backups: 0 });
});
