import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planRestore } from '@/lib/backup/use-cases/plan-restore';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { startRestore } from '@/lib/backup/use-cases/start-restore';
import { byTest, ended, openModule, type TestModule } from '../support/backup-module';
import { createDatabase, createRole, siteDatabase, type TestRole } from '../support/postgres';
import { planned, SITE_NAME } from '../support/restoring';
import { errorOf } from './restore-disturbed';
import { openRestoreSite, type RestoreSite } from './restore-site';

let site: RestoreSite;
let role: TestRole;
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  site = await openRestoreSite();
  role = await createRole(18, { password: 'only-for-this-test' });
  await site.live.query(`grant pg_read_all_data to "${role.name}"`);
});
afterAll(async () => {
  for (const step of undo.reverse()) await step();
  await site?.close();
  await role?.drop();
});

const asRole = ({ password = role.password, port }: { password?: string; port?: number } = {}) => {
  const url = new URL(site.live.url);
  url.username = role.name;
  url.password = password;
  if (port) url.port = String(port);
  return url.href;
};

async function moduleWith(environment: Record<string, string>): Promise<TestModule> {
  const store = { BACKUP_LOCAL_DIR: site.module.directory, BACKUP_ENGINE: 'wasm' };
  const module = await openModule(site.live.url, { environment: { ...store, ...environment } });
  undo.push(() => module.close());
  return module;
}

describe('a server that does not let us in, while planning and while starting', () => {
  test.each([
    ['cannot be reached', () => asRole({ port: 1 }), /cannot be reached/, /runs/],
    ['refuses the password', () => asRole({ password: 'another one' }), /password is wrong/, /DATABASE_URL/],
  ])('%s', async (_, url, message, hint) => {
    const module = await moduleWith({ BACKUP_DATABASE_URL: url() });
    const words = {
      code: 'DATABASE_DOWN',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    };
    const error = errorOf(await planRestore(module.context, { backupId: site.backupId, target: { kind: 'live' } }));
    expect(error).toMatchObject(words);
    expect(JSON.stringify(error)).not.toMatch(/another one|only-for-this-test/);

    const { token } = await planned(site.module, site.backupId, { kind: 'live' });
    const request = { token: token ?? '', siteName: SITE_NAME, actor: byTest.actor };
    const started = await startRestore(module.context, request, { trigger: 'cli' });
    expect(errorOf(started.ok && started.value.finished ? await started.value.finished : started)).toMatchObject(words);
    await site.expectUntouched();
  });
});

describe('a role that may not do it', () => {
  test('is told whose the database is', async () => {
    const module = await moduleWith({ BACKUP_DATABASE_URL: asRole() });
    expect(await planned(module, site.backupId, { kind: 'live' })).toMatchObject({
      token: null,
      refusals: [{ code: 'not-owner', subject: 'postgres', hint: expect.stringContaining('BACKUP_DATABASE_URL') }],
    });
  });

  test('is told that it may not create databases', async () => {
    const module = await moduleWith({ BACKUP_DATABASE_URL: asRole() });
    expect(await planned(module, site.backupId, { kind: 'database' })).toMatchObject({
      token: null,
      refusals: [{ code: 'no-createdb', hint: expect.stringContaining('CREATEDB') }],
    });
  });
});

test('no pg_restore for an archive: the version to install is named', async () => {
  const module = await moduleWith({ PATH: '', PG_BIN_DIR: '' });
  const { id } = await ended(startBackup(module.context, { format: 'custom' }, byTest));
  const plan = await planned(module, id, { kind: 'live' });
  expect(plan).toMatchObject({ token: null, refusals: [{ code: 'no-pg-restore', subject: '18' }] });
  expect(plan.refusals[0]?.hint).toContain('client tools 18 or newer');
});

test('a name that is taken', async () => {
  const plan = await planned(site.module, site.backupId, { kind: 'database', name: site.live.name });
  expect(plan).toMatchObject({ token: null, refusals: [{ code: 'database-exists', subject: site.live.name }] });
});

describe('another server', () => {
  test('without an extension of the backup is refused, and the extension is named', async () => {
    // Part of PostgreSQL 15 and gone since 17.
    const old = await siteDatabase(15);
    undo.push(() => old.drop());
    await old.query('create extension adminpack');
    const from = await openModule(old.url, {
      environment: { BACKUP_ENGINE: 'wasm', BACKUP_LOCAL_DIR: site.module.directory },
    });
    undo.push(() => from.close());
    const { id } = await ended(startBackup(from.context, {}, byTest));
    expect(await planned(site.module, id, { kind: 'live' })).toMatchObject({
      token: null,
      extensionsMissing: ['adminpack'],
      refusals: [{ code: 'extensions-missing', subject: 'adminpack', hint: expect.stringContaining('Install') }],
    });
  });

  test('without a role of the backup: grants are left out and told, policies are refused', async () => {
    const old = await createDatabase({ major: 15 });
    undo.push(() => old.drop());
    const absent = await createRole(15, { login: false });
    undo.unshift(() => absent.drop());
    await old.query(
      `create table users (id text primary key); grant select on users to "${absent.name}"; insert into users values ('a')`,
    );
    const environment = { BACKUP_ENGINE: 'wasm', BACKUP_LOCAL_DIR: site.module.directory };
    const from = await openModule(old.url, { environment });
    undo.push(() => from.close());
    const granted = (await ended(startBackup(from.context, {}, byTest))).id;
    await old.query(
      `alter table users enable row level security; create policy p on users to "${absent.name}" using (true)`,
    );
    const guarded = (await ended(startBackup(from.context, {}, byTest))).id;

    const beside = await restoredBeside(granted);
    expect(beside).toMatchObject({ ok: true, value: { compared: { same: true } } });
    expect(beside.ok && beside.value.notes.join(' ')).toContain(absent.name);
    if (beside.ok) undo.unshift(() => site.live.query(`drop database "${beside.value.target.database}" with (force)`));
    expect(errorOf(await restoredBeside(guarded))).toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('names a role that this server does not have'),
      hint: expect.stringContaining('Create the roles'),
    });
    await site.expectUntouched();
  });
});

async function restoredBeside(backupId: string) {
  const { token } = await planned(site.module, backupId, { kind: 'database' });
  const started = await startRestore(
    site.module.context,
    { token: token ?? '', actor: byTest.actor },
    { trigger: 'cli' },
  );
  if (!started.ok || !started.value.finished) throw new Error('The restore did not start.');
  return started.value.finished;
}
