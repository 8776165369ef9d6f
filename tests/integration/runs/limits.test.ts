import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '@/lib/backup/kernel/result';
import { getRunning } from '@/lib/backup/use-cases/get-running';
import { issueDownload } from '@/lib/backup/use-cases/issue-download';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { verifyBackup } from '@/lib/backup/use-cases/verify-backup';
import { byTest, ended, openModule, type TestModule } from '@/tests/support/backup-module';
import { siteDatabase, type TestDatabase } from '@/tests/support/postgres';

let database: TestDatabase;
let instances: TestModule[];
let backupId: string;

beforeAll(async () => {
  database = await siteDatabase();
  const first = await openModule(database.url, { environment: { BACKUP_ENGINE: 'wasm' } });
  const second = await openModule(database.url, {
    environment: { BACKUP_ENGINE: 'wasm', BACKUP_LOCAL_DIR: first.directory },
  });
  instances = [first, second];
  backupId = (await ended(startBackup(first.context, { scope: 'schema' }, byTest))).id;
});
afterAll(async () => {
  for (const instance of instances ?? []) await instance.close();
  await database?.drop();
});

const instance = (index: number): TestModule => {
  const found = instances[index % instances.length];
  if (!found) throw new Error('There are no instances.');
  return found;
};
const admin = (id: string) => ({ trigger: 'manual', actor: { id, name: `Admin ${id}` } }) as const;
const burst = <T>(start: (index: number) => Promise<Result<T>>) =>
  Promise.all(Array.from({ length: 100 }, (_, index) => start(index)));
const messages = (outcomes: readonly Result<unknown>[]) =>
  new Set(outcomes.flatMap((outcome) => (outcome.ok ? [] : [`${outcome.error.code} ${outcome.error.message}`])));

describe('a hundred presses at once, on two instances', () => {
  test('start one backup; what was refused does not count', async () => {
    const outcomes = await burst((index) => startBackup(instance(index).context, { scope: 'schema' }, admin('a')));
    const started = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
    expect(started.length).toBeGreaterThanOrEqual(1);
    for (const { finished } of started) await finished;
    expect([...messages(outcomes)].every((message) => message.startsWith('BUSY'))).toBe(true);
    const [row] = await database.query<{ n: number }>(
      `select cardinality(taken) as n from backup.attempts where key = 'run:a'`,
    );
    expect(Number(row?.n)).toBe(started.length);
  });

  test('issue ten downloads', async () => {
    const actor = { id: 'b', name: 'Admin b', email: 'b@example.com' };
    // The password is asked five times a minute: the limit of downloads stands behind it.
    await database.query(
      `insert into backup.attempts select 'download:b', array_agg(clock_timestamp()), true, clock_timestamp() + interval '1 hour'
       from generate_series(1, 8)`,
    );
    const outcomes = await burst((index) =>
      issueDownload(instance(index).context, { backupId, actor, password: 'the right password' }),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2);
    expect(messages(outcomes)).toEqual(
      new Set(['BUSY Too many tries with a password.', 'BUSY You have started 10 downloads within 60 minutes.']),
    );
  });
});

test('six backups within an hour, then no more for this admin; others and the schedule go on', async () => {
  const { context } = instance(0);
  const start = async (who: Parameters<typeof startBackup>[2]) => {
    const started = await startBackup(context, { scope: 'schema' }, who);
    if (started.ok) await started.value.finished;
    return started;
  };
  for (let index = 0; index < 6; index += 1) expect((await start(admin('c'))).ok).toBe(true);
  const refused = await start(admin('c'));
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'BUSY', message: 'You have started 6 backups within 60 minutes.' },
  });
  expect((await start(admin('d'))).ok).toBe(true);
  expect((await start(byTest)).ok).toBe(true);
  await database.query(
    `update backup.attempts set taken = array(select at - interval '1 hour' from unnest(taken) as at) where key = 'run:c'`,
  );
  expect((await start(admin('c'))).ok).toBe(true);
  expect(await getRunning(context)).toMatchObject({ ok: true, value: null });
});

test('six checks within an hour', async () => {
  const { context } = instance(0);
  const outcomes: Result<unknown>[] = [];
  for (let index = 0; index < 7; index += 1) {
    const started = await verifyBackup(context, { backupId, level: 'bytes' }, admin('e'));
    if (started.ok) await started.value.finished;
    outcomes.push(started);
  }
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, true, true, true, false]);
});
