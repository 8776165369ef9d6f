import { readdir, readFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listBackups } from '@/lib/backup/use-cases/list-backups';
import { listRuns } from '@/lib/backup/use-cases/list-runs';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { openCli, type TestCli } from '../integration/cli/run-cli';
import { byTest, ended, openModule, type TestModule } from '../support/backup-module';
import { nativeTool } from '../support/native-tools';
import { siteDatabase, type TestDatabase } from '../support/postgres';
import { waitFor } from '../support/wait-for';
import { backupSessions, expectSound, filesBelow } from './oracle';
import { queueMigration } from './queued-migration';
import { addSlowTable } from './slow-table';

const SECONDS = { timeoutMs: 10_000 };

let database: TestDatabase;
let cli: TestCli;
let module: TestModule;

beforeAll(async () => {
  database = await siteDatabase();
  await addSlowTable(database);
  cli = await openCli(database.url);
  module = await openModule(database.url, { environment: { BACKUP_LOCAL_DIR: cli.store } });
});
afterAll(async () => {
  await module?.close();
  await cli?.close();
  await database?.drop();
});

const isDataPart = (file: string) => /\/\.data\..*\.part$/.test(file);

/** Process ids of pg_dump programs that read this database. */
async function dumpPrograms(): Promise<string[]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const looked = await Promise.all(
    ids.map(async (id) => {
      const [command, environment] = await Promise.all(
        ['cmdline', 'environ'].map((file) => readFile(`/proc/${id}/${file}`, 'latin1').catch(() => '')),
      );
      return command?.includes('pg_dump') && environment?.includes(`PGDATABASE=${database.name}`) ? id : null;
    }),
  );
  return looked.filter((id) => id !== null);
}

test.for(['native', 'wasm'])('kill -9 in the middle of a dump, %s', async (engine, { skip }) => {
  skip(engine === 'native' && !nativeTool('pg_dump', 18), 'no native pg_dump 18 or newer on this machine');
  const before = await listBackups(module.context);
  const kept = before.ok ? before.value.backups.length : 0;
  const format = engine === 'native' ? 'custom' : 'sql.gz';
  const { child, ended: gone } = cli.start(['create', '--engine', engine, '--format', format]);
  await waitFor(
    async () => {
      const part = (await filesBelow(cli.store)).find(isDataPart);
      return part && (await stat(part)).size > 1_000_000;
    },
    { timeoutMs: 60_000, what: 'a dump that is under way' },
  );
  const sessions = (await backupSessions(database)).map(({ application_name }) => application_name);
  expect(sessions).toContain('backup pg_dump');
  if (engine === 'native' && process.platform === 'linux') expect(await dumpPrograms()).toHaveLength(1);
  child.kill('SIGKILL');
  expect((await gone).code).toBeNull();

  await waitFor(async () => (await dumpPrograms()).length === 0, { ...SECONDS, what: 'pg_dump to be gone' });
  await waitFor(async () => (await backupSessions(database)).length === 0, { ...SECONDS, what: 'the sessions to end' });
  const listed = await listBackups(module.context);
  expect(listed).toMatchObject({ ok: true, value: { damaged: [] } });
  expect(listed.ok && listed.value.backups.length).toBe(kept);

  // Read straight from the table: no look of ours has tidied up before.
  expect(await database.query('select status from backup.runs order by fence desc limit 1')).toEqual([
    { status: 'running' },
  ]);
  const next = await startBackup(module.context, { scope: 'schema', engine: 'wasm' }, byTest);
  expect(next).toMatchObject({ ok: true, value: { started: true } });
  const made = await ended(Promise.resolve(next));
  const runs = await listRuns(module.context);
  expect(runs.ok && runs.value[1]).toMatchObject({
    status: 'lost',
    error: { hint: expect.stringContaining('new one') },
  });
  expect((await filesBelow(cli.store)).filter(isDataPart)).toEqual([]);
  expect(made.proof).toBe('read-back');
  await expectSound(module, database, { backups: kept + 1 });
});

test('kill -9 while a run waits for a lock: its place in the queue is free again within seconds', async () => {
  const migration = await queueMigration(database, 'users');
  try {
    const { child, ended: gone } = cli.start(['create']);
    const waits = { timeoutMs: 60_000, what: 'the run to wait for the table' };
    await waitFor(async () => (await backupSessions(database)).some((session) => session.wait === 'Lock'), waits);
    child.kill('SIGKILL');
    await gone;
    const patience = { timeoutMs: 15_000, what: 'the sessions of the run to end' };
    await waitFor(async () => (await backupSessions(database)).length === 0, patience);
  } finally {
    await migration.end();
  }
  await ended(startBackup(module.context, { scope: 'schema', engine: 'wasm' }, byTest));
  await expectSound(module, database);
});
