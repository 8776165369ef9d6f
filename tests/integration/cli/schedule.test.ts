import { afterAll, beforeAll, expect, test } from 'vitest';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { openCli, type TestCli } from './run-cli';

/** Each command is a process of its own, and other tests run beside it. */
const PATIENCE = { timeout: 240_000 };

let database: TestDatabase;
let cli: TestCli;

beforeAll(async () => {
  database = await siteDatabase();
  cli = await openCli(database.url, { BACKUP_DRILL_DAYS: '0' });
});
afterAll(async () => {
  await cli?.close();
  await database?.drop();
});

test('status answers by its exit code: unprotected, then at risk, then protected', PATIENCE, async () => {
  const none = await cli.run(['status', '--json']);
  expect(none.code).toBe(2);
  expect(none.document().data).toMatchObject({ protection: 'unprotected', reasons: ['no-backup'] });

  const first = await cli.run(['tick', '--json']);
  expect(first.data<object>()).toMatchObject({ started: true, missed: [], status: 'done' });
  const second = await cli.run(['tick']);
  expect([second.code, second.stdout]).toEqual([0, expect.stringMatching(/^Nothing is due: slot:.* is done\.\n$/)]);

  const unproven = await cli.run(['status']);
  expect(unproven.code).toBe(1);
  expect(unproven.stdout).toMatch(/^At risk\.\n {2}No backup was ever restored: run a drill\./);
  expect((await cli.run(['drill', '--json'])).code).toBe(0);
  const proven = await cli.run(['status', '--json']);
  expect(proven.code).toBe(0);
  expect(proven.document().data).toMatchObject({ protection: 'protected', reasons: ['proven'] });
});

test('policy show and set: single fields, the wrong field named, a version that is over', PATIENCE, async () => {
  expect((await cli.run(['policy', 'show'])).stdout).toMatch(
    /^Nobody has saved one.*\n(?:.*\n)*.*retention\.keepDays=30\n/,
  );
  const saved = await cli.run(['policy', 'set', 'retention.keepDays=14', 'schedule.times=02:00,14:30', '--json']);
  expect(saved.data<object>()).toMatchObject({
    version: 1,
    policy: { retention: { keepDays: 14 }, schedule: { times: ['02:00', '14:30'], timeZone: 'UTC' } },
  });
  expect((await cli.run(['policy', 'set', 'retention.keepWeeks=3', '--json'])).error()).toMatchObject({
    code: 'INVALID_INPUT',
    message: '“retention.keepWeeks=3” names no field of a policy.',
  });
  const wrong = await cli.run(['policy', 'set', 'schedule.timeZone=Mars/Olympus', '--json']);
  expect([wrong.code, wrong.error().hint]).toEqual([2, expect.stringContaining('schedule.timeZone')]);
  for (const nothing of ['retention.keepDays=', 'where.copies=', 'schedule.timeZone= ']) {
    const refused = await cli.run(['policy', 'set', nothing, '--json']);
    expect([refused.code, refused.error().message]).toEqual([2, `“${nothing}” has no value. Nothing was saved.`]);
  }
  const elsewhere = { BACKUP_COPIES: `near=${cli.directory}/near` };
  for (const [written, copies] of [
    ['none', []],
    ['near', ['near']],
    ['all', 'all'],
  ] as const) {
    const moved = await cli.run(['policy', 'set', `where.copies=${written}`, '--json'], elsewhere);
    expect(moved.data<object>()).toMatchObject({ policy: { where: { copies } } });
    expect((await cli.run(['policy', 'show'], elsewhere)).stdout).toContain(`  where.copies=${written}\n`);
  }
  const stale = await cli.run(['policy', 'set', 'drills.everyDays=3', '--version', '0', '--json']);
  expect([stale.code, stale.error().code]).toEqual([3, 'STALE']);
});

test('prune --dry-run says what goes and why the rest stays; a pinned backup is not deleted', PATIENCE, async () => {
  const plan = await cli.run(['prune', '--dry-run']);
  expect(plan.code).toBe(0);
  expect(plan.stdout).toMatch(/stays .* the last good one, verified 1 of 2, last 1 of 7, weekly 1 of 4/);
  expect(plan.stdout).toMatch(/0 backups \(0 B\) would go, 1 stay\./);
  const [backup] = (await cli.run(['list', '--json'])).data<{ id: string }[]>();
  const id = backup?.id ?? '';
  expect((await cli.run(['create', '--json'])).code).toBe(0);
  expect((await cli.run(['pin', id, '--note', 'before the move', '--json'])).data()).toEqual({ id, pinned: true });
  expect((await cli.run(['delete', id, '--json'])).error()).toMatchObject({
    code: 'CONFLICT',
    hint: 'Release the pin first, then delete it.',
  });
  expect((await cli.run(['prune', '--json'])).data<object>()).toMatchObject({ result: null });
  expect((await cli.run(['unpin', id, '--json'])).data()).toEqual({ id, pinned: false });
  expect((await cli.run(['delete', id, '--json'])).code).toBe(0);
});
