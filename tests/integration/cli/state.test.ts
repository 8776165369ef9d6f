import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MigrationStateView, SeedPreviewView, SeedStateView } from '@/lib/backup/views';
import { openStateSite, type StateSite } from '../state/state-site';
import { type CliBackup, openCli, type TestCli } from './run-cli';

let site: StateSite;
let cli: TestCli;
/** The command runs in the folder of a copy of the application, which has no packages. */
const wasm = path.resolve('node_modules/@electric-sql/pglite-tools/dist');
const later = 1_900_000_000_000;

beforeAll(async () => {
  site = await openStateSite();
  cli = await openCli(
    site.database.url,
    { SEED_ADMIN_PASSWORD: 'a password for the test', PGDUMP_WASM_DIR: wasm },
    site.root,
  );
});
afterAll(async () => {
  await cli?.close();
  await site?.close();
});

interface State {
  migrations: MigrationStateView;
  seed: SeedStateView;
}
const state = async () => (await cli.run(['state', '--json'])).data<State>();
const told = async () => (await cli.run(['state'])).stdout;
const record = 'drizzle.__drizzle_migrations';

test('state names what is the matter with the migrations, in data and in words', async () => {
  expect((await state()).migrations.verdict).toBe('applied');
  expect(await told()).toContain('Migrations: applied, up to date.');

  await site.addMigration(
    '0006_one',
    'create table s_one (id int);\n--> statement-breakpoint\ncreate table s_two (id int);',
    later,
  );
  await site.addMigration('0007_twin', 'select 1;', later);
  await site.addMigration('0008_older', 'select 2;', 1);
  await site.addMigration('0039_left_out', 'select 3;', null);
  expect((await state()).migrations).toMatchObject({
    verdict: 'pending',
    pending: ['0006_one', '0007_twin', '0008_older'],
  });
  const words = await told();
  expect(words).toMatch(/pending +0006_one/);
  expect(words).toMatch(/pending +0007_twin.*\n +has the time of another migration/);
  expect(words).toMatch(
    /pending +0008_older.*\n +older than the newest applied: Drizzle’s own migrator would leave it out/,
  );
  expect(words).toMatch(/unlisted +0039_left_out/);

  await site.database.query('create table s_one (id int)');
  expect(await told()).toMatch(/half-applied 0006_one.*\n +1 of its 2 objects are in the database/);
  const refused = await cli.run(['migrate', '--json']);
  expect([refused.code, refused.error().code]).toEqual([3, 'CONFLICT']);
  await site.database.query('drop table s_one');

  await site.changeFile('0005_account_deactivation', (sql) => `${sql}\n-- edited`);
  expect(await told()).toContain('Migrations: changed, a migration was changed after it was applied.');
  await site.changeFile('0005_account_deactivation', (sql) => sql.replace('\n-- edited', ''));
  await site.database.query(`insert into ${record} (hash, created_at) values (repeat('ab', 32), 5)`);
  expect(await told()).toMatch(/unknown +\(no name here\) +abababababab/);
  await site.database.query(`delete from ${record} where created_at = 5`);
  expect((await state()).migrations.verdict).toBe('pending');
});

test('migrate runs them after a backup and tells each; one that fails stops it with its name', async () => {
  const plan = await cli.run(['migrate', '--plan', '--json']);
  expect(plan.data<MigrationStateView>().pending).toEqual(['0006_one', '0007_twin', '0008_older']);
  await site.addMigration('0009_broken', 'insert into no_such_table values (1);', later + 1);
  const failed = await cli.run(['migrate']);
  expect([failed.code, failed.stderr]).toEqual([3, expect.stringContaining('Running migrations')]);
  expect(failed.stderr).toContain('4 of 4: 0009_broken, 1 statement');
  expect(failed.stderr).toContain('The migration 0009_broken could not be applied; the database is as it was.');
  expect(await told()).toMatch(/last run +failed.*0009_broken/);

  await site.changeFile('0009_broken', () => 'select 4;');
  const done = await cli.run(['migrate']);
  expect([done.code, done.stdout.split('\n')[0]]).toEqual([
    0,
    'Migrations: unlisted, a migration file is not in the journal: no migrator runs it.',
  ]);
  expect(done.stderr).toContain('1 of 4: 0006_one, 2 statements');
  const [newest, older] = (await cli.run(['list', '--json'])).data<CliBackup[]>();
  expect([newest?.note, older?.note]).toEqual(['Before migrations', 'Before migrations']);
});

test('the script of the guide does the same', async () => {
  await site.addMigration('0010_guide', 'create table s_guide (id int);', later + 2);
  const script = new URL('../../../scripts/cli-migrate.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script], {
    cwd: site.root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      TSX_TSCONFIG_PATH: `${process.cwd()}/tsconfig.json`,
      DATABASE_URL: site.database.url,
      BACKUP_LOCAL_DIR: cli.store,
      BACKUP_SIGNING_KEY: 'test signing key, long enough for anybody',
      BACKUP_ENGINE: 'wasm',
      PGDUMP_WASM_DIR: wasm,
      SITE_NAME: 'Test Directory',
    },
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect([stdout, stderr]).toEqual([expect.stringMatching(/applied +0010_guide/), expect.any(String)]);
  expect(stderr).toContain('1 of 1: 0010_guide, 1 statement');
});

test('compare puts two recovery points side by side', async () => {
  const [newest, , oldest] = (await cli.run(['list', '--json'])).data<CliBackup[]>();
  const compared = await cli.run(['compare', newest?.id ?? '', oldest?.id ?? '']);
  expect(compared.stdout).toMatch(/added +0006_one/);
  expect(compared.stdout).toMatch(/s_one added/);
  const twice = await cli.run(['compare', newest?.id ?? '', newest?.id ?? '', '--json']);
  expect([twice.code, twice.error().code]).toEqual([2, 'INVALID_INPUT']);
});

test('seed: never, what it would add, failed with the reason, reset with the name of the site, then done', async () => {
  expect((await cli.run(['seed'])).stdout).toContain('Seed status: never, this database was never seeded.');
  const would = (await cli.run(['seed', '--preview', '--json'])).data<SeedPreviewView>();
  expect(would).toMatchObject({ does: 'fill', nonEmpty: 0 });

  await site.database.query(`alter table permissions add constraint refuse check (key <> 'system:backup')`);
  const failed = await cli.run(['seed', '--run']);
  expect([failed.code, failed.stderr]).toEqual([
    3,
    expect.stringContaining('The table permissions could not be filled.'),
  ]);
  expect((await cli.run(['seed'])).stdout).toMatch(
    /^Seed status: failed, no row was added, began .* ago\.\n +reason +The table permissions/,
  );
  await site.database.query('alter table permissions drop constraint refuse');

  const unsure = await cli.run(['seed', '--reset', '--json']);
  expect([unsure.code, unsure.error().hint]).toEqual([2, 'If you mean it, add: --confirm "Test Directory"']);
  const reset = await cli.run(['seed', '--reset', '--confirm', 'Test Directory', '--json']);
  expect(reset.data<SeedStateView>()).toMatchObject({ status: 'never' });
  expect((await cli.run(['seed', '--run', '--json'])).data<SeedStateView>()).toMatchObject({ status: 'completed' });
  const again = await cli.run(['seed', '--run', '--json']);
  expect(again.error().code).toBe('NOTHING_TO_DO');
});
