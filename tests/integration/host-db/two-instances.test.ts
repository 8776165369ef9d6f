import { spawn } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMigrationJournal } from '@/lib/db/migration-journal';
import { withConnection } from '@/lib/db/open-connection';
import { createDatabase, type TestDatabase } from '../../support/postgres';
import { waitFor } from '../../support/wait-for';

/** The start of a site as a process of its own, up to the point where it would serve. */
const START = `
  const { initializeDatabase } = await import('./lib/db/initialize.ts');
  console.log(JSON.stringify(await initializeDatabase()));
  process.exit(0);`;

const HELD = 77;
const BLOCKED = `select 1 from pg_stat_activity where datname = current_database()
  and wait_event_type = 'Lock' and wait_event = 'advisory' and application_name = $1`;

interface Instance {
  kill(): void;
  /** Exit code, null after a kill; and what initializeDatabase gave. */
  ended: Promise<{ code: number | null; outcome: { applied: string[]; seed: string } | null; stderr: string }>;
}

let database: TestDatabase;
const instances: Instance[] = [];

beforeEach(async () => {
  database = await createDatabase();
});
afterEach(async () => {
  for (const instance of instances.splice(0)) {
    instance.kill();
    await instance.ended;
  }
  await database.drop();
});

function start(): Instance {
  const env = { ...process.env, DATABASE_URL: database.url, NEXT_PUBLIC_DEMO: 'true', NODE_ENV: 'test' as const };
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', START], { env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (bytes) => {
    stdout += String(bytes);
  });
  child.stderr.on('data', (bytes) => {
    stderr += String(bytes);
  });
  const ended: Instance['ended'] = new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, outcome: stdout === '' ? null : JSON.parse(stdout), stderr }));
  });
  const instance = { kill: () => void child.kill('SIGKILL'), ended };
  instances.push(instance);
  return instance;
}

async function healthy(): Promise<void> {
  const journal = await readMigrationJournal();
  const rows = await database.query<{ hash: string }>('select hash from drizzle.__drizzle_migrations order by id');
  expect(rows.map(({ hash }) => hash)).toEqual(journal.map(({ hash }) => hash));
  expect(await database.query('select status, error from seed_status')).toEqual([{ status: 'completed', error: null }]);
  expect(await database.query('select count(*)::int as users from users')).toEqual([{ users: 1_201 }]);
}

const blocked = (name: string, count: number) =>
  waitFor(async () => (await database.query(BLOCKED, [name])).length === count, { timeoutMs: 60_000 });

/** Every statement of this kind waits for as long as `work` goes on. */
async function holding(trigger: string, work: () => Promise<void>): Promise<void> {
  await database.query(`create function hold() returns ${trigger === 'ddl' ? 'event_trigger' : 'trigger'}
    language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(${HELD}); ${trigger === 'ddl' ? '' : 'return new;'} end $$`);
  if (trigger === 'ddl') {
    await database.query(
      `create event trigger hold on ddl_command_end when tag in ('ALTER TABLE') execute function hold()`,
    );
  } else {
    await database.query(`create trigger hold before insert on ${trigger} for each row execute function hold()`);
  }
  await withConnection(database.url, 'holder', (connection) =>
    connection.transaction(async (transaction) => {
      await transaction.execute(`select pg_advisory_xact_lock(${HELD})`);
      await work();
    }),
  );
}

test('two instances start at once on an empty database: one migrates and seeds, the other waits, both are healthy', async () => {
  const ended = await Promise.all([start().ended, start().ended]);
  expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
    { code: 0, stderr: '' },
    { code: 0, stderr: '' },
  ]);
  const tags = (await readMigrationJournal()).map(({ tag }) => tag);
  const applied = ended.map(({ outcome }) => outcome?.applied.length).toSorted();
  expect(applied).toEqual([0, tags.length]);
  expect(ended.map(({ outcome }) => outcome?.seed).toSorted()).toEqual(['ready', 'seeded']);
  await healthy();
});

test('the first is killed in the middle of its migrations: the second, which waited, does them all', async () => {
  let second: Instance | undefined;
  await holding('ddl', async () => {
    const first = start();
    await blocked('site migrations', 1);
    second = start();
    await blocked('site migrations', 2);
    first.kill();
    expect((await first.ended).code).toBeNull();
    expect(await database.query(`select to_regclass('drizzle.__drizzle_migrations') as record`)).toEqual([
      { record: null },
    ]);
  });
  const { code, outcome, stderr } = (await second?.ended) ?? { code: null, outcome: null, stderr: '' };
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(outcome?.applied).toHaveLength((await readMigrationJournal()).length);
  expect(outcome?.seed).toBe('seeded');
  await database.query('drop event trigger hold');
  await healthy();
});

test('the first is killed in the middle of its seed: the second takes over by itself', async () => {
  const { runMigrations } = await import('@/lib/db/migrate');
  await runMigrations(database.url);
  let second: Instance | undefined;
  await holding('permissions', async () => {
    const first = start();
    await blocked('site start', 1);
    second = start();
    await waitFor(async () => {
      const named = `select 1 from pg_stat_activity where datname = current_database() and application_name = 'site start'`;
      return (await database.query(named)).length === 2;
    });
    first.kill();
    await first.ended;
    expect(await database.query('select status from seed_status')).toEqual([{ status: 'seeding' }]);
  });
  const { code, outcome, stderr } = (await second?.ended) ?? { code: null, outcome: null, stderr: '' };
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(outcome).toMatchObject({ applied: [], seed: 'seeded' });
  await healthy();
}, 90_000);
