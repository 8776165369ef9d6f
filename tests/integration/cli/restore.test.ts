import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReplacedDatabaseView, RestorePlanView, RestoreResultView } from '@/lib/backup/views';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { onServer } from '../../support/test-database';
import { type CliBackup, openCli, type TestCli } from './run-cli';

let database: TestDatabase;
let cli: TestCli;
let backup: CliBackup;
const site = ['--confirm', 'Test Directory'];
const made = new Set<string>();

beforeAll(async () => {
  database = await siteDatabase();
  cli = await openCli(database.url);
  backup = (await cli.run(['create', '--json'])).data<CliBackup>();
});
afterAll(async () => {
  await cli?.close();
  await database?.drop();
  for (const name of made) await onServer(database.server, `drop database if exists "${name}" with (force)`);
});

const run = (...words: string[]) => cli.run([...words, '--json']);
const comments = async () =>
  Number((await database.query<{ n: string }>('select count(*) as n from comments'))[0]?.n ?? 0);

describe('wrong usage is told before anything happens', () => {
  test.for<[words: string[], code: number, error: string, says: RegExp]>([
    [['restore'], 2, 'INVALID_INPUT', /id/],
    [['restore', 'latest', '--live', '--group', 'auth'], 2, 'INVALID_INPUT', /one target/],
    [['restore', 'latest', '--into', 'live'], 2, 'INVALID_INPUT', /--table or --group/],
    [['restore', 'latest', '--group', 'everything'], 2, 'INVALID_INPUT', /everything/],
    [['restore', 'latest', '--table', 'subscription_history', '--plan'], 2, 'INVALID_INPUT', /subscription_history/],
    [['restore', 'latest', '--to-database', 'postgres'], 2, 'INVALID_INPUT', /reserved/],
    [['restore', '../../etc/passwd', '--plan'], 1, 'NOT_FOUND', /no such backup/],
    [['restore', 'latest', '--live'], 2, 'INVALID_INPUT', /live data/],
    [['restore', 'latest', '--live', '--confirm', 'Another'], 2, 'INVALID_INPUT', /"Another" is not the name/],
    [['restore', 'latest', '--group', 'auth', '--into', 'live'], 2, 'INVALID_INPUT', /live data/],
    [['undo'], 2, 'INVALID_INPUT', /name of the site/],
  ])('%j', async ([words, code, error, says]) => {
    const result = await run(...words);
    expect([result.code, result.error().code]).toEqual([code, error]);
    expect(result.error().message).toMatch(says);
    expect(result.error().hint).not.toBeNull();
    expect(await database.query('select kind from backup.runs')).toEqual([{ kind: 'backup' }]);
  });

  test.for<[words: string[]]>([[['restore', 'latest', '--live']], [['undo']], [['replaced', '--drop', 'any']]])(
    '%j: the text to type is in the answer',
    async ([words]) => {
      const { stderr, stdout, code } = await cli.run(words);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('--confirm "Test Directory"');
    },
  );
});

describe('--plan', () => {
  test('says what would be lost and which command does it, and changes nothing', async () => {
    await database.query(`delete from comments where ctid in (select ctid from comments limit 3)`);
    const before = await comments();
    const plan = (await run('restore', backup.id, '--live', '--plan')).data<RestorePlanView>();
    expect(plan).toMatchObject({
      site: 'Test Directory',
      backup: { id: backup.id },
      target: { kind: 'live', database: database.name, method: 'swap' },
      refusals: [],
      token: expect.any(String),
    });
    expect(plan.tables.find(({ name }) => name === 'comments')).toMatchObject({ now: before, after: before + 3 });
    const told = await cli.run(['restore', 'latest', '--live', '--plan']);
    expect([told.code, told.stderr]).toEqual([0, '']);
    expect(told.stdout).toContain('Nothing has happened yet');
    expect(told.stdout).toMatch(/comments .*\+3/);
    expect(told.stdout).toContain(`Next: npm run -s backup -- restore ${backup.id} --live --confirm "Test Directory"`);
    expect(await comments()).toBe(before);
    expect(await database.query('select kind from backup.runs')).toEqual([{ kind: 'backup' }]);
  });

  test('of a new database and of tables', async () => {
    const beside = (await run('restore', backup.id, '--plan')).data<RestorePlanView>();
    expect(beside.target.kind).toBe('database');
    const group = (await run('restore', backup.id, '--group', 'interactions', '--plan')).data<RestorePlanView>();
    expect(group.target).toMatchObject({ kind: 'tables', into: 'side' });
    const told = await cli.run(['restore', backup.id, '--table', 'comments', '--plan']);
    expect(told.stdout).toMatch(/--into side --table public\.comments$/m);
  });

  test('of what cannot be done says why; carrying it out is refused with exit code 3', async () => {
    const taken = ['restore', backup.id, '--to-database', database.name];
    expect((await run(...taken, '--plan')).data<RestorePlanView>()).toMatchObject({
      token: null,
      refusals: [{ code: 'database-exists' }],
    });
    const refused = await run(...taken);
    expect([refused.code, refused.error()]).toMatchObject([
      3,
      { code: 'CONFLICT', details: { refusals: 'database-exists' } },
    ]);
  });
});

describe('carried out', () => {
  test('into a new database: every table equals the backup, the live one is not touched', async () => {
    const name = `${database.name}_beside`;
    made.add(name);
    const before = await comments();
    const restored = await cli.run(['restore', backup.id, '--to-database', name, '--json']);
    expect(restored.data<RestoreResultView>()).toMatchObject({
      run: { kind: 'restore', status: 'done', trigger: 'cli' },
      target: { kind: 'database', database: name },
      backup: { id: backup.id },
      compared: { same: true, reason: null },
      safetyBackupId: null,
    });
    expect(restored.stderr).toContain('Comparing every table with the backup');
    expect(await comments()).toBe(before);
  });

  test('tables into a schema beside: nothing live changes', async () => {
    const before = await comments();
    const restored = await run('restore', backup.id, '--table', 'comments');
    const { target } = restored.data<RestoreResultView>();
    if (target.kind !== 'tables' || !target.schema) throw new Error('No schema was made.');
    const [row] = await database.query<{ n: string }>(`select count(*) as n from "${target.schema}".comments`);
    expect(Number(row?.n)).toBe(backup.tables.find(({ name }) => name === 'comments')?.rows);
    expect(await comments()).toBe(before);
    await database.query(`drop schema "${target.schema}" cascade`);
  });

  test('live, behind a safety copy, then undone, then dropped', async () => {
    const wanted = backup.tables.find(({ name }) => name === 'comments')?.rows;
    const before = await comments();
    expect(before).not.toBe(wanted);
    const restored = (await run('restore', backup.id, '--live', ...site)).data<RestoreResultView>();
    expect(restored).toMatchObject({
      target: { kind: 'live', database: database.name, method: 'swap' },
      compared: { same: true },
      safetyBackupId: expect.any(String),
      undo: { keptAs: expect.any(String) },
    });
    made.add(restored.undo?.keptAs ?? '');
    expect(await comments()).toBe(wanted);
    const kept = (await run('replaced')).data<ReplacedDatabaseView[]>();
    expect(kept).toMatchObject([{ name: restored.undo?.keptAs, backupId: backup.id }]);
    expect((await cli.run(['replaced'])).stdout).toContain(restored.undo?.keptAs);

    const undone = (await run('undo', ...site)).data<RestoreResultView>();
    expect(undone).toMatchObject({ run: { kind: 'undo', status: 'done' }, backup: null });
    made.add(undone.undo?.keptAs ?? '');
    expect(await comments()).toBe(before);

    const [unsaid, nothing] = await Promise.all([
      run('replaced', '--drop', undone.undo?.keptAs ?? ''),
      run('replaced', '--drop', 'there_is_none', ...site),
    ]);
    expect([unsaid.code, unsaid.error().code, nothing.code, nothing.error().code]).toEqual([
      2,
      'INVALID_INPUT',
      1,
      'NOT_FOUND',
    ]);
    expect((await run('replaced', '--drop', undone.undo?.keptAs ?? '', ...site)).data()).toMatchObject({
      dropped: true,
    });
    expect((await run('replaced')).data()).toEqual([]);
  });

  test('without a safety copy where the operator says so, and the record says that too', async () => {
    const {
      run: done,
      safetyBackupId,
      undo,
    } = (await run('restore', 'latest', '--live', ...site, '--skip-safety-copy')).data<RestoreResultView>();
    made.add(undo?.keptAs ?? '');
    expect([done.status, safetyBackupId]).toEqual(['done', null]);
  });
});
