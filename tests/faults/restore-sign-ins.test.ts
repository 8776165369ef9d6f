import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { endedByRestore } from '@/lib/auth/session-epoch';
import { getOverview } from '@/lib/backup/use-cases/get-overview';
import { planRestore } from '@/lib/backup/use-cases/plan-restore';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { startRestore } from '@/lib/backup/use-cases/start-restore';
import { closeDatabase } from '@/lib/db/drizzle';
import { initializeDatabase } from '@/lib/db/initialize';
import { byTest, ended, openModule, type TestModule } from '../support/backup-module';
import type { TestDatabase } from '../support/postgres';
import { restored, SITE_NAME } from '../support/restoring';
import { siteAdmin, siteDatabase } from '../support/site-database';

let live: TestDatabase;
let module: TestModule;
let backupId: string;
let admin: { id: string; email: string };

beforeAll(async () => {
  live = await siteDatabase();
  vi.stubEnv('DATABASE_URL', live.url);
  module = await openModule(live.url, { environment: { BACKUP_ENGINE: 'wasm' } });
  const [row] = await live.query<{ id: string }>(`select id from users where email = '${siteAdmin.email}'`);
  admin = { id: row?.id ?? '', email: siteAdmin.email };
  await live.query(`update seed_status set status = 'seeding', started_at = now() - interval '1 hour'`);
  backupId = (await ended(startBackup(module.context, {}, byTest))).id;
  await live.query(`update seed_status set status = 'completed'`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await closeDatabase();
  await module?.close();
  const kept = await live.query<{ name: string }>(
    `select datname as name from pg_database where datname like '${live.name}\\_before\\_%'`,
  );
  for (const { name } of kept) await live.query(`drop database "${name}" with (force)`);
  await live?.drop();
});
beforeEach(() => closeDatabase());

const now = () => Math.floor(Date.now() / 1000);

async function restoreInBrowser(password: string) {
  const plan = await planRestore(module.context, { backupId, target: { kind: 'live' }, actor: admin });
  if (!plan.ok || !plan.value.token) throw new Error('The plan is accepted.');
  expect(plan.value).toMatchObject({ actingAdmin: 'stays', seed: { status: 'seeding', corrected: true } });
  const actor = { id: admin.id, name: 'Admin' };
  return startRestore(module.context, { token: plan.value.token, siteName: SITE_NAME, password, actor });
}

test('a wrong password starts nothing; the right one ends every sign-in of before but the admin’s own', async () => {
  const refused = await restoreInBrowser('a wrong password');
  expect(refused).toMatchObject({ ok: false, error: { code: 'FORBIDDEN', fields: { password: expect.any(String) } } });
  expect(await live.query(`select 1 from backup.runs where kind = 'restore'`)).toEqual([]);

  const before = now() - 60;
  expect(await endedByRestore('somebody', before)).toBe(false);
  const result = await ended(restoreInBrowser('the right password'));
  expect(result).toMatchObject({ run: { status: 'done' }, actingAdmin: 'stays' });
  await closeDatabase();
  expect(await endedByRestore('somebody', before)).toBe(true);
  expect(await endedByRestore(admin.id, before)).toBe(false);
  expect(await endedByRestore('somebody', now() + 1)).toBe(false);
});

test('a seed that was under way in the backup is not done again over restored data', async () => {
  expect(await live.query('select status from seed_status')).toEqual([{ status: 'completed' }]);
  const users = await live.query('select count(*) from users');
  expect(await initializeDatabase(live.url)).toMatchObject({ applied: [], seed: 'ready' });
  expect(await live.query('select count(*) from users')).toEqual(users);
});

test('rows can be added to every table with a sequence, and the planner knows the tables', async () => {
  await live.query(`insert into "activityLogs" ("userId", action, timestamp) values ('${admin.id}', 'after', now())`);
  const [row] = await live.query<{ newest: boolean }>(
    `select id = (select max(id) from "activityLogs") as newest from "activityLogs" where action = 'after'`,
  );
  expect(row).toEqual({ newest: true });
  const [known] = await live.query<{ tables: string }>(
    `select count(distinct tablename)::text as tables from pg_stats where schemaname = 'public'`,
  );
  expect(Number(known?.tables)).toBeGreaterThan(15);
});

test('an admin who is no admin in the backup is told before; from the terminal nobody is kept', async () => {
  await live.query(`insert into users (id, email) values ('fresh-admin', 'fresh@example.com')`);
  await live.query(
    `insert into user_roles (user_id, role_id) select 'fresh-admin', id from roles where is_admin limit 1`,
  );
  const plan = await planRestore(module.context, {
    backupId,
    target: { kind: 'live' },
    actor: { id: 'fresh-admin', email: 'fresh@example.com' },
  });
  expect(plan).toMatchObject({ ok: true, value: { actingAdmin: 'not-in-backup' } });
  expect(plan.ok && plan.value.warnings.map(({ code }) => code)).toContain('admin-lost');
  await restored(module, backupId, { kind: 'live' }, { skipSafetyCopy: true });
  await closeDatabase();
  expect(await endedByRestore(admin.id, now() - 60)).toBe(true);
  expect((await getOverview(module.context)).replaced).toMatchObject({ state: 'known' });
});
