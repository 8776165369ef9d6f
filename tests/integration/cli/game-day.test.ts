import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GameDayListView, GameDayRecordView } from '@/lib/backup/views';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { waitFor } from '../../support/wait-for';
import { rehearsed } from '../game-day/game-day-site';
import { type CliBackup, openCli, type TestCli } from './run-cli';

let site: TestDatabase;
let cli: TestCli;

beforeAll(async () => {
  site = await siteDatabase();
  cli = await openCli(site.url);
});
afterAll(async () => {
  await cli?.close();
  await site?.drop();
});

const scratch = () =>
  site.query(`select datname from pg_database where starts_with(datname, 'bk_scratch_')
  and datname in (select 'bk_scratch_' || lower(id) from backup.runs)`);

test('in one go: restored, compared, looked at, recorded; listed where no database answers', async () => {
  const none = await cli.run(['game-day', '--json']);
  expect([none.code, none.error().code]).toEqual([1, 'NOT_FOUND']);
  await cli.run(['create']);
  const done = await cli.run(['game-day', '--people', 'Noor, Sam', '--notes', 'All fine.']);
  expect([done.code, done.stdout]).toEqual([0, expect.stringMatching(/^Passed: /)]);
  expect(done.stdout).toMatch(/compared +41 tables|compared +\d+ tables, [\d,]+ rows/);
  expect(done.stdout).toMatch(/people +Noor, Sam\n +notes +All fine\./);
  const listed = await cli.run(['game-day', '--list', '--json'], {
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  });
  expect(listed.data<GameDayListView>().records).toMatchObject([
    { outcome: 'passed', people: ['Noor', 'Sam'], notes: 'All fine.' },
  ]);
  const [record] = listed.data<GameDayListView>().records;
  // Nobody was asked in a terminal: that is written down as it is.
  expect(record?.needs.filter(({ by }) => by === 'person').map(({ state }) => state)).toEqual(Array(3).fill('unasked'));
  expect(await rehearsed(site)).toEqual([]);
});

test('killed in the middle of the restore: it is still going on, goes on from there, and nothing is left', async () => {
  await site.query('create table long_load as select n, md5(n::text) as text from generate_series(1, 200000) n');
  const { id } = (await cli.run(['create', '--json'])).data<CliBackup>();
  const first = cli.start(['game-day', id]);
  const loading = `select from backup.runs join pg_database on datname = 'bk_scratch_' || lower(id)
    where kind = 'restore' and status = 'running'`;
  await waitFor(async () => (await site.query(loading)).length > 0, { timeoutMs: 60_000, intervalMs: 5 });
  first.child.kill('SIGKILL');
  expect((await first.ended).code).toBeNull();

  const again = await cli.run(['game-day', '--json']);
  expect(again.error()).toMatchObject({ code: 'CONFLICT', hint: expect.stringContaining('--resume') });
  const resumed = await cli.run(['game-day', '--resume', '--json']);
  expect(resumed.data<GameDayRecordView>()).toMatchObject({ outcome: 'passed', reasons: [] });
  const runs = await site.query<{ status: string }>(
    `select status from backup.runs where kind = 'restore' order by fence desc limit 2`,
  );
  expect(runs.map(({ status }) => status)).toEqual(['done', 'lost']);
  expect([await rehearsed(site), await scratch()]).toEqual([[], []]);
  await site.query('drop table long_load');
  expect((await cli.run(['game-day', '--give-up', '--json'])).error().code).toBe('NOTHING_TO_DO');
});

test('a damaged backup: recorded as failed, told by the exit code', async () => {
  const [newest] = (await cli.run(['list', '--json'])).data<CliBackup[]>();
  const folder = path.join(cli.store, 'test-directory', ...monthOf(newest?.createdAt ?? ''), newest?.id ?? '');
  await rm(path.join(folder, 'data.sql.gz'));
  const failed = await cli.run(['game-day', newest?.id ?? '']);
  expect([failed.code, failed.stdout]).toEqual([1, expect.stringMatching(/^Failed\. It does not count as a proof\./)]);
  expect(failed.stdout).toMatch(/reason +The storage did not give the backup\./);
  expect((await cli.run(['game-day', '--list'])).stdout).toMatch(/failed/);
});

const monthOf = (iso: string): string[] => [iso.slice(0, 4), iso.slice(5, 7)];
