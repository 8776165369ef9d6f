import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@/lib/backup/kernel/ids';
import { unwrap } from '@/lib/backup/kernel/result';
import { beginRun } from '@/lib/backup/runs/begin-run';
import { executeRun } from '@/lib/backup/runs/execute-run';
import { objectKeys } from '@/lib/backup/storage/object-keys';
import { applyPrune, pruneBySchedule } from '@/lib/backup/use-cases/apply-prune';
import { getPolicy } from '@/lib/backup/use-cases/get-policy';
import { pinBackup } from '@/lib/backup/use-cases/pin-backup';
import { planPrune } from '@/lib/backup/use-cases/plan-prune';
import { setPolicy } from '@/lib/backup/use-cases/set-policy';
import { tidyStorage } from '@/lib/backup/use-cases/tidy-storage';
import { undeleteBackup } from '@/lib/backup/use-cases/undelete-backup';
import { bodyOf, keysIn } from '@/tests/contract/store-under-test';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { createDatabase, type TestDatabase } from '../../support/postgres';
import { backupOfDaysAgo } from './old-backups';

let database: TestDatabase;
let module: TestModule;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  module = await openModule(database.url);
});
afterEach(async () => {
  await module.close();
  await database.query('truncate backup.policy');
});

const DAILY_40 = Array.from({ length: 40 }, (_, day) => day);
/** Thirty days and the newest verified: what is older goes. */
const choose = async (retention: object) => {
  const { policy, version } = await getPolicy(module.context);
  const none = { keepLast: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0, minVerified: 1, automatic: false };
  const chosen = { ...policy, retention: { ...policy.retention, ...none, ...retention } };
  return unwrap(await setPolicy(module.context, { policy: chosen, version }, byTest));
};
const plan = async (actorId: string | null = null) => unwrap(await planPrune(module.context, actorId));
const listed = async () => (await module.context.catalog.list()).entries.map(({ manifest }) => manifest.id);
/** A verification that reads a backup until it is told to end. */
async function readForever(backupId: string): Promise<{ end(): Promise<void> }> {
  const { host } = module.context;
  const db = host.db();
  const begun = await beginRun(db, {
    kind: 'verify',
    ...byTest,
    options: { scope: 'full', verifyRestore: false },
    backupId,
  });
  if (begun.outcome !== 'started') throw new Error('Another run is in the way.');
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const finished = executeRun({ db, run: begun.run, lease: begun.lease, log: host.log, work: () => held });
  return {
    async end() {
      release();
      await finished;
    },
  };
}
const tokenOf = async () => (await plan()).token ?? '';

describe('a plan, and what is deleted by it', () => {
  test('says why each stays; what goes is deleted and can be put back', async () => {
    const ids: string[] = [];
    for (const days of DAILY_40) ids.push(await backupOfDaysAgo(module, days, { restored: days === 35 }));
    await choose({ keepDays: 30, monthly: 2 });
    const shown = await plan();
    expect(shown.rows).toHaveLength(40);
    expect(shown.going.count + shown.staying.count).toBe(40);
    expect(shown.rows.at(0)?.kept.map(({ rule }) => rule)).toEqual(['last-good', 'monthly', 'recent']);
    expect(shown.rows.at(35)?.kept.map(({ rule }) => rule)).toContain('verified');
    const going = shown.rows.filter(({ kept }) => kept.length === 0).map(({ id }) => id);
    expect(going.length).toBeGreaterThanOrEqual(5);
    expect(await listed()).toHaveLength(40);

    const result = await ended(applyPrune(module.context, { token: shown.token ?? '' }, byTest));
    expect(new Set(result.deleted)).toEqual(new Set(going));
    expect(await listed()).toEqual(shown.rows.filter(({ kept }) => kept.length > 0).map(({ id }) => id));
    const [undone = ''] = going;
    expect(await undeleteBackup(module.context, { id: undone, actorName: 'Ada' })).toMatchObject({ ok: true });
    expect(await listed()).toContain(undone);
    expect(await plan()).toMatchObject({ going: { count: 1 } });
  });

  test('what was pinned, used, damaged or joined meanwhile: only what still goes is deleted', async () => {
    const old = [
      await backupOfDaysAgo(module, 90),
      await backupOfDaysAgo(module, 80),
      await backupOfDaysAgo(module, 70),
    ];
    for (const days of [0, 1, 2]) await backupOfDaysAgo(module, days);
    await choose({ keepDays: 30 });
    const token = await tokenOf();
    expect(await pinBackup(module.context, { id: old[0] ?? '', note: 'before the move' }, byTest)).toMatchObject({
      ok: true,
    });
    await module.context.catalog.remove(old[1] ?? '', { actor: 'somebody else' });
    const result = await ended(applyPrune(module.context, { token }, byTest));
    expect(result).toMatchObject({
      deleted: [old[2]],
      kept: [
        { id: old[0], reason: 'kept-now' },
        { id: old[1], reason: 'gone' },
      ],
    });
  });

  test('is refused after ten minutes, for another admin, with another policy and where it was changed', async () => {
    for (const days of [0, 1, 2, 90]) await backupOfDaysAgo(module, days);
    await choose({ keepDays: 30 });
    const token = (await plan('ada')).token ?? '';
    const by = (id: string) => ({ trigger: 'manual', actor: { id, name: id } }) as const;
    expect(await applyPrune(module.context, { token }, by('grace'))).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await applyPrune(module.context, { token: `${token}x` }, by('ada'))).toMatchObject({
      error: { code: 'INVALID_INPUT' },
    });
    const later = { ...module.context, clock: { now: () => new Date(Date.now() + 11 * 60_000) } };
    expect(await applyPrune(later, { token }, by('ada'))).toMatchObject({ error: { code: 'STALE' } });
    await choose({ keepDays: 29 });
    const { finished } = unwrap(await applyPrune(module.context, { token }, by('ada')));
    expect(await finished).toMatchObject({ ok: false, error: { code: 'STALE' } });
    expect(await listed()).toHaveLength(4);
  });

  test('a manifest that cannot be read keeps everything, and the plan says so', async () => {
    for (const days of [0, 1, 2]) await backupOfDaysAgo(module, days);
    const old = await backupOfDaysAgo(module, 90);
    const broken = await backupOfDaysAgo(module, 60);
    await choose({ keepDays: 30 });
    const token = await tokenOf();
    await module.context.store.put(objectKeys(module.context.site.slug).manifestKey(broken), bodyOf('{"cut'));
    expect(await plan()).toMatchObject({ token: null, unreadable: 1, going: { count: 0 } });
    const result = await ended(applyPrune(module.context, { token }, byTest));
    expect(result.deleted).toEqual([]);
    expect(await listed()).toContain(old);
  });

  test('a clock 60 days ahead or behind deletes nothing more; the plan names the difference', async () => {
    for (const days of DAILY_40) await backupOfDaysAgo(module, days);
    await choose({ keepDays: 30 });
    const right = (await plan()).going.count;
    for (const days of [60, -60]) {
      const clock = { now: () => new Date(Date.now() + days * 86_400_000) };
      const wrong = unwrap(await planPrune({ ...module.context, clock }, null));
      expect(wrong.going.count).toBeLessThanOrEqual(right);
      expect(Math.round((wrong.clockAheadMs ?? 0) / 86_400_000)).toBe(days);
    }
  });
});

test('a clock 60 days ahead ends no grace period: what was deleted can be put back', async () => {
  const ids = [await backupOfDaysAgo(module, 0), await backupOfDaysAgo(module, 1)];
  const [, removed = ''] = ids;
  const clock = { now: () => new Date(Date.now() + 60 * 86_400_000) };
  await module.context.catalog.remove(removed, { actor: 'Ada' });
  await tidyStorage({ ...module.context, clock });
  expect(await undeleteBackup(module.context, { id: removed, actorName: 'Ada' })).toMatchObject({ ok: true });
  expect(await listed()).toEqual(ids);
});

describe('beside other runs', () => {
  test('nothing is pruned while a backup is being read; what is in use stays, and says so', async () => {
    for (const days of [0, 1, 2]) await backupOfDaysAgo(module, days);
    const old = await backupOfDaysAgo(module, 90);
    await choose({ keepDays: 30 });
    const token = await tokenOf();
    const run = await readForever(old);
    expect(await applyPrune(module.context, { token }, byTest)).toMatchObject({ error: { code: 'BUSY' } });
    expect((await plan()).rows.find(({ id }) => id === old)?.kept).toEqual([{ rule: 'in-use' }]);
    await run.end();
    expect(await ended(applyPrune(module.context, { token }, byTest))).toMatchObject({ deleted: [old] });
  });

  test('20 presses of one plan delete once', async () => {
    for (const days of [0, 1, 2]) await backupOfDaysAgo(module, days);
    const old = await backupOfDaysAgo(module, 90);
    await choose({ keepDays: 30 });
    const request = { token: await tokenOf(), idempotencyKey: newId(new Date()) };
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => applyPrune(module.context, request, byTest)));
    const started = outcomes.flatMap((outcome) => (outcome.ok && outcome.value.started ? [outcome.value] : []));
    expect(started).toHaveLength(1);
    expect(await started[0]?.finished).toMatchObject({ ok: true, value: { deleted: [old], kept: [] } });
  });
});

describe('the schedule deletes', () => {
  test('only by a policy that somebody saved and that says so', async () => {
    for (const days of [0, 1, 2, 90]) await backupOfDaysAgo(module, days);
    expect(await pruneBySchedule(module.context, byTest)).toEqual({ ok: true, value: null });
    await choose({ keepDays: 30, automatic: false });
    expect(await pruneBySchedule(module.context, byTest)).toEqual({ ok: true, value: null });
    expect(await listed()).toHaveLength(4);
    await choose({ keepDays: 30, automatic: true });
    expect(await pruneBySchedule(module.context, byTest)).toMatchObject({
      ok: true,
      value: { deleted: [expect.any(String)] },
    });
    expect(await listed()).toHaveLength(3);
  });
});

describe('what unfinished runs have left', () => {
  test('is shown first, deleted only where asked for, and only when it is old', async () => {
    const { context } = module;
    const keys = objectKeys(context.site.slug);
    for (const days of [0, 1, 2]) await backupOfDaysAgo(module, days);
    const [young, old] = [newId(new Date()), newId(new Date(Date.now() - 3 * 86_400_000))];
    for (const id of [young, old]) await context.store.put(keys.dataKey(id, 'custom'), bodyOf('half a dump'));
    await context.store.put(`${keys.sitePrefix}notes/readme.txt`, bodyOf('of a person'));
    // By the store's time all of it is new: nothing is an orphan yet.
    expect((await plan()).orphans).toEqual([]);
    const longAgo = new Date(Date.now() - 3 * 86_400_000);
    for (const id of [young, old]) await utimes(join(module.directory, keys.dataKey(id, 'custom')), longAgo, longAgo);
    // What a run that is done has made is a backup that lost its manifest: a person looks at it.
    await database.query(
      `insert into backup.runs (id, kind, status, trigger, actor_name, options, backup_id, phases, fence, holder,
         heartbeat_at, started_at, finished_at)
       values ($1, 'backup', 'done', 'manual', 'Ada', '{}', $1, '[]', 0, '', now(), now(), now())`,
      [old],
    );
    expect((await plan()).orphans).toEqual([]);
    await database.query('delete from backup.runs where id = $1', [old]);
    const shown = await plan();
    expect(shown.orphans).toMatchObject([{ folder: keys.backupPrefix(old), objects: 1, bytes: 11 }]);
    expect(await ended(applyPrune(context, { token: shown.token ?? '' }, byTest))).toMatchObject({ orphans: 0 });
    const again = await plan();
    expect(await ended(applyPrune(context, { token: again.token ?? '', orphans: true }, byTest))).toMatchObject({
      orphans: 1,
    });
    const left = await keysIn(context.store);
    expect(left).not.toContain(keys.dataKey(old, 'custom'));
    expect(left).toContain(keys.dataKey(young, 'custom'));
    expect(left).toContain(`${keys.sitePrefix}notes/readme.txt`);
  });
});
