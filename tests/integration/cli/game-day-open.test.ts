import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/lib/backup/kernel/ids';
import { unwrap } from '@/lib/backup/kernel/result';
import { beginRun } from '@/lib/backup/runs/begin-run';
import { executeRun } from '@/lib/backup/runs/execute-run';
import { startGameDay } from '@/lib/backup/use-cases/start-game-day';
import { byTest, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { current, rehearsed } from '../game-day/game-day-site';
import { openCli, type TestCli } from './run-cli';

let site: TestDatabase;
let cli: TestCli;
let module: TestModule;

beforeAll(async () => {
  site = await siteDatabase();
  cli = await openCli(site.url);
  module = await openModule(site.url, { environment: { BACKUP_LOCAL_DIR: cli.store } });
  await cli.run(['create']);
}, 60_000);
afterAll(async () => {
  await module?.close();
  await cli?.close();
  await site?.drop();
});

/** A backup that goes on until it is told to end. */
async function backUpForever(): Promise<{ end(): Promise<void> }> {
  const { host } = module.context;
  const options = { scope: 'full', verifyRestore: false } as const;
  const begun = await beginRun(host.db(), { kind: 'backup', ...byTest, options, backupId: newId(new Date()) });
  if (begun.outcome !== 'started') throw new Error('Another run is in the way.');
  const { run, lease } = begun;
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const finished = executeRun({ db: host.db(), run, lease, log: host.log, work: () => held });
  return {
    async end() {
      release();
      await finished;
    },
  };
}

test('--resume while a backup runs: busy, and the day of another admin stays open', async () => {
  const { id } = unwrap(await startGameDay(module.context, {}, byTest));
  const backup = await backUpForever();
  try {
    expect((await cli.run(['game-day', '--resume', '--json'])).error().code).toBe('BUSY');
  } finally {
    await backup.end();
  }
  expect(await current(module)).toMatchObject({ id, step: 'needs' });
  const resumed = await cli.run(['game-day', '--resume', '--json']);
  expect(resumed.data()).toMatchObject({ id, outcome: 'passed' });
}, 90_000);

test('a day that this command began and cannot restore is given up; where that fails too, it is told', async () => {
  const backup = await backUpForever();
  try {
    expect((await cli.run(['game-day', '--json'])).error().code).toBe('BUSY');
  } finally {
    await backup.end();
  }
  expect(await current(module)).toBeNull();

  await site.query(`create function public.stand_still() returns trigger language plpgsql as 'begin return null; end'`);
  await site.query(`create trigger stand_still before update on backup.game_days
    for each row execute function public.stand_still()`);
  const stuck = (await cli.run(['game-day', '--json'])).error();
  await site.query('drop function public.stand_still cascade');
  expect(stuck.hint).toMatch(/The game day is still open: .+ Add --resume to go on with it, or --give-up to end it\./);
  expect(await current(module)).toMatchObject({ step: 'needs' });
  expect((await cli.run(['game-day', '--give-up', '--json'])).data()).toMatchObject({ outcome: 'given-up' });
  expect(await rehearsed(site)).toEqual([]);
}, 90_000);
