import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '@/lib/backup/kernel/ids';
import { cancelRun } from '@/lib/backup/use-cases/cancel-run';
import { getHistory } from '@/lib/backup/use-cases/get-history';
import { getRun } from '@/lib/backup/use-cases/get-run';
import { listBackups } from '@/lib/backup/use-cases/list-backups';
import { runSchedule } from '@/lib/backup/use-cases/run-schedule';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { byTest, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { waitFor } from '../../support/wait-for';

let database: TestDatabase;
let instances: TestModule[];

beforeAll(async () => {
  database = await siteDatabase();
  const first = await openModule(database.url, { environment: { BACKUP_ENGINE: 'wasm' } });
  const others = [1, 2, 3].map(() =>
    openModule(database.url, { environment: { BACKUP_ENGINE: 'wasm', BACKUP_LOCAL_DIR: first.directory } }),
  );
  instances = [first, ...(await Promise.all(others))];
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
const idle = () =>
  waitFor(async () => (await database.query(`select 1 from backup.runs where status = 'running'`)).length === 0, {
    timeoutMs: 60_000,
  });

describe('one job at a time', () => {
  test('40 parallel starts on four instances make one run; the others are told which', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, index) => startBackup(instance(index).context, { scope: 'full' }, byTest)),
    );
    const started = outcomes.flatMap((outcome) => (outcome.ok && outcome.value.started ? [outcome.value] : []));
    expect(started).toHaveLength(1);
    const busy = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
    expect(busy).toHaveLength(39);
    for (const error of busy) {
      expect(error).toMatchObject({ code: 'BUSY', details: { runId: started[0]?.run.id } });
    }
    const finished = await started[0]?.finished;
    expect(finished?.ok).toBe(true);
    expect(await database.query('select 1 from backup.runs')).toHaveLength(1);
  });

  test('20 deliveries of one cron call make one run; a later delivery starts nothing', async () => {
    await idle();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => runSchedule(instance(index).context, 'daily')),
    );
    const values = outcomes.map((outcome) => (outcome.ok ? outcome.value : null));
    expect(values.filter((value) => value?.started)).toHaveLength(1);
    expect(new Set(values.map((value) => value?.run.id)).size).toBe(1);
    await values.find((value) => value?.finished)?.finished;
    const late = await runSchedule(instance(0).context, 'daily');
    expect(late).toMatchObject({ ok: true, value: { started: false, run: { status: 'done' } } });
    expect(await database.query(`select 1 from backup.runs where slot like 'daily:%'`)).toHaveLength(1);
  });

  test('the same idempotency key gives the same run', async () => {
    await idle();
    const idempotencyKey = newId(new Date());
    const request = { scope: 'schema', idempotencyKey } as const;
    const first = await startBackup(instance(0).context, request, byTest);
    const again = await startBackup(instance(1).context, request, byTest);
    if (!first.ok || !again.ok) throw new Error('Both are answered.');
    expect([first.value.started, again.value.started]).toEqual([true, false]);
    expect(again.value.run.id).toBe(first.value.run.id);
    await first.value.finished;
  });

  test('a run can be cancelled from another instance; it ends within two seconds and leaves nothing', async () => {
    await idle();
    const before = await listBackups(instance(0).context);
    await database.query(
      'create table slow_table as select g, repeat(md5(g::text), 60) as text from generate_series(1, 150000) g',
    );
    const started = await startBackup(instance(0).context, { format: 'sql.gz' }, byTest);
    if (!started.ok) throw new Error(started.error.message);
    const { id } = started.value.run;
    await waitFor(async () => {
      const run = await getRun(instance(1).context, id);
      return run.ok && (run.value.progress?.bytes ?? 0) > 0;
    });
    const asked = performance.now();
    expect(await cancelRun(instance(2).context, { runId: id, actorName: 'Another admin' })).toMatchObject({ ok: true });
    const outcome = await started.value.finished;
    expect(performance.now() - asked).toBeLessThan(2_500);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
    expect(await getRun(instance(3).context, id)).toMatchObject({ ok: true, value: { status: 'cancelled' } });
    const after = await listBackups(instance(0).context);
    expect(after.ok && before.ok && after.value.backups.length === before.value.backups.length).toBe(true);
    await waitFor(
      async () =>
        (
          await database.query(
            `select 1 from pg_stat_activity where datname = current_database() and application_name like '%pg_dump%'`,
          )
        ).length === 0,
    );
    await database.query('drop table slow_table');
  });

  test('history joins runs and backups, newest first, and pages by cursor', async () => {
    await idle();
    const whole = await getHistory(instance(0).context, { limit: 100 });
    if (!whole.ok) throw new Error(whole.error.message);
    const times = whole.value.rows.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
    expect(whole.value.rows.map(({ status }) => status)).toContain('cancelled');
    const paged: string[] = [];
    let before: string | undefined;
    do {
      const page = await getHistory(instance(1).context, { limit: 2, before });
      if (!page.ok) throw new Error(page.error.message);
      paged.push(...page.value.rows.map(({ id }) => id));
      before = page.value.nextCursor ?? undefined;
    } while (before);
    expect(paged).toEqual(whole.value.rows.map(({ id }) => id));
  });

  test('backups whose runs are no longer known stand in the history all the same', async () => {
    const known = await getHistory(instance(0).context, { limit: 100 });
    await database.query('delete from backup.runs');
    const orphaned = await getHistory(instance(0).context, { limit: 100 });
    if (!known.ok || !orphaned.ok) throw new Error('The history is answered.');
    const backups = known.value.rows.flatMap(({ backupId }) => (backupId ? [backupId] : []));
    expect(orphaned.value.rows.map(({ backupId }) => backupId)).toEqual(backups);
    expect(orphaned.value.rows.every(({ status }) => status === 'good')).toBe(true);
  });
});
