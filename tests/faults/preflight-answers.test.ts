import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AppError } from '@/lib/backup/kernel/app-error';
import { type BackupRequest, startBackup } from '@/lib/backup/use-cases/start-backup';
import { byTest, openModule, type TestModule } from '../support/backup-module';
import { createRole, siteDatabase, type TestDatabase, type TestRole } from '../support/postgres';
import { expectSound } from './oracle';

let database: TestDatabase;
let role: TestRole;

beforeAll(async () => {
  database = await siteDatabase();
  role = await createRole(18, { password: 'only for this test' });
  await database.query(
    `grant usage on schema drizzle to "${role.name}";
     grant select on all tables in schema public, drizzle to "${role.name}";
     grant select on all sequences in schema public, drizzle to "${role.name}"`,
  );
});
afterAll(async () => {
  await database?.query(`drop owned by "${role.name}"`);
  await database?.drop();
  await role?.drop();
});

const asRole = (): string => {
  const url = new URL(database.url);
  url.username = role.name;
  url.password = role.password;
  return url.href;
};

type ModuleOptions = NonNullable<Parameters<typeof openModule>[1]>;

/** How a backup is refused: nothing may have been written before, and nothing may be left after. */
async function refusal(
  options: ModuleOptions,
  request: BackupRequest = {},
  prepare: (module: TestModule) => void = () => undefined,
): Promise<AppError> {
  const environment = { BACKUP_ENGINE: 'wasm', ...options.environment };
  const module = await openModule(database.url, { ...options, environment });
  try {
    prepare(module);
    const started = await startBackup(module.context, request, byTest);
    const outcome = started.ok ? await started.value.finished : started;
    if (!outcome || outcome.ok) throw new Error('The backup was not refused.');
    await expectSound(module, database, { backups: 0 });
    const { code, message, hint } = outcome.error;
    expect(hint, `${code} ${message}`).toMatch(/\w/);
    return outcome.error;
  } finally {
    await module.close();
  }
}

test('no SELECT on one table: it is named, with the statement that cures it', async () => {
  await database.query(`revoke select on comments from "${role.name}"`);
  const error = await refusal({ environment: { BACKUP_DATABASE_URL: asRole() } });
  expect(error).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('"comments"') });
  expect(error.hint).toMatch(/GRANT SELECT ON .*comments.* TO "?role_/);
  await database.query(`grant select on comments to "${role.name}"`);
});

test('row security that would hide rows', async () => {
  await database.query('alter table votes enable row level security');
  const error = await refusal({ environment: { BACKUP_DATABASE_URL: asRole() } });
  expect(error).toMatchObject({ code: 'FORBIDDEN', message: expect.stringMatching(/Row security.*"votes"/) });
  expect(error.hint).toContain('BYPASSRLS');
  await database.query('alter table votes disable row level security');
});

test('a wrong password', async () => {
  const url = asRole().replace(encodeURIComponent(role.password), 'not-this-one');
  expect(await refusal({ environment: { BACKUP_DATABASE_URL: url } })).toMatchObject({
    code: 'DATABASE_DOWN',
    message: expect.stringContaining('password'),
  });
});

test('a server that cannot be reached', async () => {
  const url = asRole().replace(/:\d+\//, ':1/');
  expect(await refusal({ environment: { BACKUP_DATABASE_URL: url } })).toMatchObject({
    code: 'DATABASE_DOWN',
    message: expect.stringContaining('cannot be reached'),
  });
});

test.for(['migrating', 'seeding'] as const)('a database that another instance is %s', async (busy) => {
  const error = await refusal({ host: { databaseBusy: async () => busy } });
  expect(error).toMatchObject({
    code: 'BUSY',
    message: expect.stringContaining(busy === 'migrating' ? 'migrated' : 'seeded'),
  });
});

test('not enough space: what is needed and what is there', async () => {
  const error = await refusal({}, {}, ({ context }) => {
    context.store.freeBytes = async () => 1_000_000;
  });
  expect(error).toMatchObject({ code: 'STORAGE_DOWN', retryable: false });
  expect(error.message).toMatch(/^Not enough space: about [\d.]+ MB needed, 1(\.0)? MB free\.$/);
});

test('a bucket tells no free space: what its limit leaves counts, and it is not written over', async () => {
  const environment = { BACKUP_STORAGE_LIMIT_GB: '0.002' };
  const error = await refusal({ environment }, {}, ({ context }) => {
    context.store.freeBytes = async () => null;
  });
  expect(error).toMatchObject({ code: 'STORAGE_DOWN' });
  expect(error.message).toMatch(/^Not enough space: about [\d.]+ MB needed, 2(\.0)? MB free\.$/);
});

test('a table that is not there is named, with the nearest one that is', async () => {
  const error = await refusal({}, { scope: 'tables', tables: ['users', 'subscription_history'] });
  expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('"subscription_history"') });
  expect(error.hint).toContain('"subscriptionHistory"');
});

test('no engine fits: what was found is told', async () => {
  const nothing = { BACKUP_ENGINE: 'native', PG_BIN_DIR: '', PATH: '' };
  const error = await refusal({ environment: nothing });
  expect(error).toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining('PostgreSQL 18') });
  expect(error.message).toMatch(/Found: pg_dump|No pg_dump was found/);
  expect(error.hint).toContain('postgresql-client-18');
});
