import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { getHistory } from '@/lib/backup/use-cases/get-history';
import { getPolicy } from '@/lib/backup/use-cases/get-policy';
import { getProtection } from '@/lib/backup/use-cases/get-protection';
import { setPolicy } from '@/lib/backup/use-cases/set-policy';
import { byTest, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { tick, ticksEnded } from '../../support/ticking';
import { backupOfDaysAgo } from '../retention/old-backups';

let database: TestDatabase;
let instances: TestModule[];
const instance = (index: number): TestModule => instances[index % instances.length] as TestModule;

beforeAll(async () => {
  database = await siteDatabase();
  const environment = { BACKUP_ENGINE: 'wasm', BACKUP_DRILL_DAYS: '0' };
  const first = await openModule(database.url, { environment });
  const others = [1, 2, 3].map(() =>
    openModule(database.url, { environment: { ...environment, BACKUP_LOCAL_DIR: first.directory } }),
  );
  instances = [first, ...(await Promise.all(others))];
});
afterAll(async () => {
  for (const module of instances ?? []) await module.close();
  await database?.drop();
});
beforeEach(async () => {
  // Creates the module's tables; whatever it starts has ended before the test begins.
  await tick(instance(0).context);
  await Promise.all(instances.map(({ context }) => ticksEnded(context)));
  await database.query('delete from backup.runs; truncate backup.policy; delete from backup.schedule_watch');
  // A policy outlives its row in the backups: each test begins without any.
  await rm(instance(0).directory, { recursive: true, force: true });
});

const DAY_MS = 86_400_000;
const promised = (days: number) =>
  database.query(
    `insert into backup.schedule_watch (since, ticked_at) values (now() - interval '${days} days', now())
     on conflict (only_row) do update set since = excluded.since`,
  );
const missedRows = () =>
  database.query<{ slot: string }>(`select slot from backup.runs where status = 'missed' order by started_at`);

describe('a tick', () => {
  test('40 at once from four instances start one run; later ones start nothing', async () => {
    const outcomes = await Promise.all(Array.from({ length: 40 }, (_, index) => tick(instance(index).context)));
    const ticks = outcomes.map((outcome) => unwrap(outcome));
    expect(ticks.filter(({ started }) => started)).toHaveLength(1);
    expect(new Set(ticks.map(({ run }) => run?.id)).size).toBe(1);
    await Promise.all(ticks.map(({ finished }) => finished));
    expect(unwrap(await tick(instance(2).context))).toMatchObject({ started: false, run: { status: 'done' } });
    expect(await database.query('select 1 from backup.runs')).toHaveLength(1);
  });

  test('after days of silence catches up the newest slot once and writes down each missed one once', async () => {
    await promised(4);
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, index) => tick(instance(index).context)));
    const ticks = outcomes.map((outcome) => unwrap(outcome));
    await Promise.all(ticks.map(({ finished }) => finished));
    const missed = await missedRows();
    // Of four days, the newest slot is caught up and the rest is missed.
    expect(missed.length).toBeGreaterThanOrEqual(2);
    expect(missed.length).toBeLessThanOrEqual(3);
    expect(ticks.reduce((sum, each) => sum + each.missed.length, 0)).toBe(missed.length);
    expect(ticks.filter(({ started }) => started)).toHaveLength(1);
    expect(unwrap(await tick(instance(1).context))).toMatchObject({ started: false, missed: [] });
    const { rows } = unwrap(await getHistory(instance(0).context, { limit: 50 }));
    expect(rows.filter(({ status }) => status === 'missed')).toHaveLength(missed.length);
    expect(rows.find(({ status }) => status === 'missed')).toMatchObject({
      runId: null,
      backupId: null,
      durationMs: null,
    });
  });

  test('a slot in whose time anybody made a good backup was not missed', async () => {
    await promised(3);
    const slot = new Date();
    slot.setUTCHours(2, 0, 0, 0);
    if (slot.getTime() > Date.now()) slot.setTime(slot.getTime() - DAY_MS);
    // Yesterday's slot, an hour later.
    await backupOfDaysAgo(instance(0), (Date.now() - (slot.getTime() - DAY_MS + 3_600_000)) / DAY_MS);
    const { missed, finished } = unwrap(await tick(instance(0).context));
    await finished;
    const yesterday = new Date(slot.getTime() - DAY_MS).toISOString().slice(0, 10);
    expect(missed).not.toContain(`slot:${yesterday}T02:00@UTC`);
    expect(missed.length).toBeGreaterThan(0);
  });

  test('makes the backup of the policy, keeps the policy in its manifest, and starts nothing once it is off', async () => {
    const { context } = instance(0);
    const { policy } = await getPolicy(context);
    const chosen = {
      ...policy,
      what: { format: 'sql.gz' as const },
      schedule: { ...policy.schedule, timeZone: 'Asia/Kolkata' },
    };
    unwrap(await setPolicy(context, { policy: chosen, version: 0 }, byTest));
    const { slot, finished } = unwrap(await tick(context));
    expect(slot).toMatch(/T02:00@Asia\/Kolkata$/);
    expect(await finished).toMatchObject({ ok: true });
    const [newest] = (await context.catalog.list()).entries;
    expect(newest?.manifest).toMatchObject({ artifact: { format: 'sql.gz' }, policy: chosen, trigger: 'schedule' });
    const off = { ...chosen, schedule: { ...chosen.schedule, enabled: false } };
    unwrap(await setPolicy(context, { policy: off, version: 1 }, byTest));
    expect(unwrap(await tick(context))).toMatchObject({ slot: null, run: null, started: false });
  });

  test('of a machine whose clock is 60 days ahead writes down no missed run', async () => {
    await promised(1);
    const { context, logged } = instance(3);
    const ahead = { ...context, clock: { now: () => new Date(Date.now() + 60 * DAY_MS) } };
    const { missed, finished } = unwrap(await tick(ahead));
    await finished;
    expect(missed).toEqual([]);
    expect(logged.join('\n')).toContain('no missed run is written down');
    // What was made under the wrong clock does not keep the site green for sixty days.
    await database.query('delete from backup.runs');
    const verdict = await getProtection(context);
    expect(verdict.lastGoodAt).not.toBeNull();
    expect(['old', 'clock', 'never-restored']).toContain(verdict.reason);
    expect(verdict.state).not.toBe('safe');
  });
});

describe('the policy', () => {
  test('of forty who saw the same version one saves; the others are told', async () => {
    const { policy, version, source } = await getPolicy(instance(0).context);
    expect({ version, source }).toEqual({ version: 0, source: 'default' });
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        setPolicy(
          instance(index).context,
          { policy: { ...policy, drills: { everyDays: index } }, version },
          { trigger: 'manual', actor: { id: null, name: `Admin ${index}` } },
        ),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    for (const outcome of outcomes) if (!outcome.ok) expect(outcome.error.code).toBe('STALE');
    const saved = await getPolicy(instance(1).context);
    expect(saved).toMatchObject({ version: 1, source: 'saved', savedBy: `Admin ${saved.policy.drills.everyDays}` });
  });

  test('is refused with the field that is wrong, and nothing is saved', async () => {
    const { policy } = await getPolicy(instance(0).context);
    const wrong = { ...policy, schedule: { ...policy.schedule, timeZone: 'Mars/Olympus' } };
    expect(await setPolicy(instance(0).context, { policy: wrong, version: 0 }, byTest)).toMatchObject({
      error: { code: 'INVALID_INPUT', fields: { 'schedule.timeZone': expect.stringContaining('not a time zone') } },
    });
    const nowhere = { ...policy, where: { copies: ['moon'] } };
    expect(await setPolicy(instance(0).context, { policy: nowhere, version: 0 }, byTest)).toMatchObject({
      error: { code: 'INVALID_INPUT', fields: { 'where.copies': expect.any(String) } },
    });
    expect(await setPolicy(instance(0).context, { policy, version: 7 }, byTest)).toMatchObject({
      error: { code: 'STALE' },
    });
    expect((await getPolicy(instance(0).context)).source).toBe('default');
  });

  describe('survives the database', () => {
    const choose = async (index: number) => {
      const { policy } = await getPolicy(instance(index).context);
      const chosen = { ...policy, protection: { ...policy.protection, rpoHours: 5 } };
      unwrap(await setPolicy(instance(index).context, { policy: chosen, version: 0 }, byTest));
      await unwrap(await tick(instance(index).context)).finished;
      return chosen;
    };

    test('that does not answer: the newest manifest still carries it', async () => {
      const policy = await choose(0);
      const away = await openModule('postgresql://nobody@127.0.0.1:1/none', {
        environment: { BACKUP_LOCAL_DIR: instance(0).directory },
      });
      try {
        expect(await getPolicy(away.context)).toMatchObject({ source: 'manifest', policy });
      } finally {
        await away.close();
      }
    });

    test('that was made anew: no default buries it, whatever is backed up meanwhile; saving builds upon it', async () => {
      const policy = await choose(0);
      await database.query('delete from backup.runs; truncate backup.policy');
      const { context } = instance(1);
      expect(await getPolicy(context)).toMatchObject({ source: 'manifest', version: 0, policy });
      await unwrap(await tick(context)).finished;
      const [newest] = (await context.catalog.list()).entries;
      expect(newest?.manifest).toMatchObject({ policy, trigger: 'schedule' });
      expect(newest?.manifest.policy).not.toHaveProperty('chosen');
      expect(await getPolicy(context)).toMatchObject({ source: 'manifest', policy });
      const later = { ...policy, drills: { everyDays: 3 } };
      unwrap(await setPolicy(context, { policy: later, version: 0 }, byTest));
      expect(await getPolicy(instance(2).context)).toMatchObject({ source: 'saved', version: 1, policy: later });
    });

    test('but a default that a backup carries is no choice: the environment still speaks', async () => {
      const { policy, source } = await getPolicy(instance(0).context);
      expect(source).toBe('default');
      await unwrap(await tick(instance(0).context)).finished;
      const [newest] = (await instance(0).context.catalog.list()).entries;
      expect(newest?.manifest.policy).toEqual({ ...policy, chosen: false });
      const environment = { BACKUP_LOCAL_DIR: instance(0).directory, BACKUP_RPO_HOURS: '7' };
      const changed = await openModule(database.url, { environment });
      try {
        expect(await getPolicy(changed.context)).toMatchObject({
          source: 'default',
          policy: { protection: { rpoHours: 7 } },
        });
      } finally {
        await changed.close();
      }
    });
  });
});
