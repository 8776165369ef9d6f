import path from 'node:path';
import postgres from 'postgres';
import { createElement, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { asCard } from '@/components/admin/backups/contract';
import { ALL_MESSAGES } from '@/components/admin/backups/messages/all-messages';
import { MigrationsScreen } from '@/components/admin/backups/migrations/migrations-screen';
import { Shell } from '@/components/admin/backups/shell/shell';
import { SeedScreen } from '@/components/admin/backups/state/seed-screen';
import type { StateActions } from '@/components/admin/backups/state/state-actions';
import { getMigrationState } from '@/lib/backup/use-cases/get-migration-state';
import { getSeedPreview, getSeedState } from '@/lib/backup/use-cases/get-seed-state';
import { waitFor } from '../../support/wait-for';
import { openCli, type TestCli } from '../cli/run-cli';
import { openStateSite, type StateSite } from './state-site';

// The host's navigation needs a running Next.js; a plain anchor stands in for it, as another host would.
vi.mock('@/i18n/navigation', () => ({
  Link: ({ prefetch: _, ...props }: { prefetch?: boolean }) => createElement('a', props),
  usePathname: () => '/admin/backups/migrations',
  useRouter: () => ({ push: () => {}, refresh: () => {} }),
}));

let site: StateSite;
let cli: TestCli;
const sessions: postgres.Sql[] = [];
const wasm = path.resolve('node_modules/@electric-sql/pglite-tools/dist');

beforeEach(async () => {
  vi.stubEnv('SEED_ADMIN_PASSWORD', 'a password for the test');
  site = await openStateSite({}, { BACKUP_ENGINE: 'wasm' });
  cli = await openCli(
    site.database.url,
    { SEED_ADMIN_PASSWORD: 'a password for the test', PGDUMP_WASM_DIR: wasm },
    site.root,
  );
});
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.end({ timeout: 1 });
  await cli?.close();
  await site?.close();
  vi.unstubAllEnvs();
});

const unused = () => Promise.reject(new Error('Nothing is pressed on the server.'));
const actions: StateActions = { startMigrations: unused, startSeed: unused, resetSeed: unused, startBackup: unused };

function textOf(screen: ReactElement): string {
  const props = { locale: 'en', messages: { backup: ALL_MESSAGES.en }, children: screen };
  const html = renderToString(createElement(Shell, props));
  const words = html.replaceAll('<!-- -->', '').replace(/<[^>]+>/g, ' ');
  return words.replaceAll('&#x27;', '’').replace(/\s+/g, ' ');
}
const migrationsPage = async () =>
  textOf(
    createElement(MigrationsScreen, { migrations: asCard(await getMigrationState(site.module.context)), actions }),
  );
const seedPage = async () => {
  const { context } = site.module;
  const [seed, preview] = [asCard(await getSeedState(context)), asCard(await getSeedPreview(context))];
  return textOf(createElement(SeedScreen, { seed, preview, actions }));
};
const told = async () => (await cli.run(['state'])).stdout;

const later = 1_900_000_000_000;
const LAST = '0005_account_deactivation';
const record = 'drizzle.__drizzle_migrations';
const newest = async () => Math.max(...(await site.state()).rows.map(({ madeAt }) => Date.parse(madeAt ?? '')));

/** How each state is built, then what the page and the terminal say of it. */
const MIGRATIONS: Record<string, [() => Promise<unknown>, RegExp[], RegExp[]]> = {
  'in order': [async () => undefined, [/Up to date\. Journal, files and database agree\./], [/^Migrations: applied/]],
  'journal ahead': [
    () => site.addMigration('0006_notes', 'create table public.notes (id int);', later),
    [/One migration is not in the database yet\./, /0006_notes .{0,120}Pending/],
    [/^Migrations: pending/, /pending +0006_notes/],
  ],
  'journal behind': [
    () => site.database.query(`insert into ${record} (hash, created_at) values (repeat('ab', 32), ${later})`),
    [/does not know/, /Unknown here/],
    [/^Migrations: unknown/, /unknown +\(no name here\) +abababababab/],
  ],
  'changed hash': [
    () => site.changeFile(LAST, (sql) => `${sql}\n-- edited`),
    [/changed/i, new RegExp(`${LAST} .{0,120}Changed`)],
    [/^Migrations: changed/, new RegExp(`changed +${LAST}`)],
  ],
  'orphan file': [
    () => site.addMigration('0039_left_out', 'select 1;', null),
    [/0039_left_out/, /Not in the journal/],
    [/^Migrations: unlisted/, /unlisted +0039_left_out/],
  ],
  'entry without its file': [
    () => site.removeFile(LAST),
    [new RegExp(`${LAST} .{0,120}File missing`)],
    [/^Migrations: file-missing/, new RegExp(`file-missing +${LAST}`)],
  ],
  'duplicate timestamp': [
    async () => site.addMigration('0006_twin', 'select 1;', await newest()),
    [/0006_twin .{0,120}Pending/, /Drizzle’s own migrator would leave it out\./],
    [/pending +0006_twin.*\n[^\n]*leave it out\n +has the time of another migration/],
  ],
  'half-way by hand': [
    async () => {
      await site.addMigration(
        '0006_two',
        'create table a_one (id int);\n--> statement-breakpoint\ncreate table a_two (id int);',
        later,
      );
      await site.database.query('create table a_one (id int)');
    },
    [/0006_two .{0,120}Half applied/, /1 of its 2 objects/],
    [/^Migrations: half-applied/, /1 of its 2 objects are in the database/],
  ],
};

describe('migrations, on the page and in the terminal', () => {
  test.each(Object.entries(MIGRATIONS))('%s', async (_, [build, page, terminal]) => {
    await build();
    const [seen, said] = [await migrationsPage(), await told()];
    for (const words of page) expect(seen).toMatch(words);
    for (const words of terminal) expect(said).toMatch(words);
  });

  test('a run that failed half-way', async () => {
    await site.addMigration('0006_good', 'create table b_good (id int);', later);
    await site.addMigration('0007_broken', 'insert into no_such_table values (1);', later + 1);
    expect((await cli.run(['migrate', '--skip-backup'])).code).toBe(3);
    expect(await migrationsPage()).toMatch(
      /2 migrations are not in the database yet\..*The migration 0007_broken could not be applied/,
    );
    expect(await told()).toMatch(/^Migrations: pending[\s\S]*last run +failed.*0007_broken/);
  });
});

const put = (status: string, ago: string) => (): Promise<unknown> =>
  site.database.query(
    `insert into public.seed_status (id, status, started_at, error, completed_at) values ('singleton', $1,
      (now() at time zone 'UTC') - $2::interval, case when $1 = 'failed' then 'It broke.' end,
      case when $1 = 'completed' then now() at time zone 'UTC' end)`,
    [status, ago],
  );

/** A session that holds the lock of the seed, with the number of its backend. */
async function holder(): Promise<number> {
  const session = postgres(site.database.url, {
    ...{ max: 1, idle_timeout: 0, onnotice: () => undefined, connection: { application_name: 'site start' } },
  });
  sessions.push(session);
  const [held] = await session<{ pid: number }[]>`select pg_backend_pid() as pid, pg_advisory_lock(12345)`;
  return held?.pid ?? 0;
}

describe('the seed, on the page and in the terminal', () => {
  test.each([
    ['never run', async (): Promise<unknown> => undefined, /This database was never seeded\./, /Seed status: never/],
    ['stale, as nobody holds its lock', put('seeding', '6 minutes'), /Reset the row…/, /Seed status: stale/],
    ['failed', put('failed', '1 minute'), /The last seed failed\..*It broke\./, /Seed status: failed[\s\S]*It broke\./],
    ['completed', put('completed', '1 hour'), /complete/i, /Seed status: completed/],
  ] as const)('%s', async (_, build, page, terminal) => {
    await build();
    expect(await seedPage()).toMatch(page);
    expect(await told()).toMatch(terminal);
    expect(await told()).toMatch(/lock +nobody holds it/);
  });

  test('running, its lock held by a session that lives; then stale, as that one died', async () => {
    await put('seeding', '1 minute')();
    const pid = await holder();
    expect(await seedPage()).toMatch(new RegExp(`${pid}.*site start`));
    const running = new RegExp(`Seed status: seeding, it is under way[\\s\\S]*lock +session ${pid}, site start`);
    expect(await told()).toMatch(running);
    await site.database.query('select pg_terminate_backend($1)', [pid]);
    await waitFor(
      async () =>
        (
          await site.database.query(
            `select from pg_locks where locktype = 'advisory' and objid = 12345 and database = (select oid from pg_database where datname = current_database())`,
          )
        ).length === 0,
    );
    expect(await seedPage()).not.toContain('site start');
    expect(await seedPage()).toContain('Reset the row…');
    expect(await seedPage()).toMatch(/nobody|Nobody/);
    expect(await told()).toMatch(/Seed status: stale[\s\S]*lock +nobody holds it/);
  });
});
