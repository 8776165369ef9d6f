import { afterEach, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { getHistory } from '@/lib/backup/use-cases/get-history';
import { planRestore } from '@/lib/backup/use-cases/plan-restore';
import { openModule } from '../support/backup-module';
import { createRole, type TestRole } from '../support/postgres';
import { planned, restored } from '../support/restoring';
import { onServer } from '../support/test-database';
import { openRestoreSite, type RestoreSite } from './restore-site';

let site: RestoreSite | undefined;
const roles: TestRole[] = [];

afterEach(async () => {
  await site?.close();
  site = undefined;
  for (const role of roles.splice(0)) await role.drop();
});

test('where the live database is gone it is made anew from the storage alone, and the run is written into it', async () => {
  site = await openRestoreSite();
  const { server, name } = site.live;
  await onServer(server, `drop database "${name}" with (force)`);
  const plan = await planned(site.module, site.backupId, { kind: 'live' });
  expect(plan).toMatchObject({
    target: { kind: 'live', method: 'create', database: name },
    counted: 'none',
    safetyCopy: false,
    refusals: [],
  });
  const result = await restored(site.module, site.backupId, { kind: 'live' });
  expect(result).toMatchObject({ run: { kind: 'restore', status: 'done' }, compared: { same: true }, undo: null });
  await site.expectRestored();
  const history = unwrap(await getHistory(site.module.context));
  expect(history.rows.map(({ kind }) => kind)).toContain('restore');
});

test('an unreachable server, a wrong password: the plan says so within seconds, with nothing secret in it', async () => {
  site = await openRestoreSite();
  const root = site.module.directory.replace(/\/store$/, '');
  const planAt = async (url: string) => {
    const module = await openModule(url, { directory: root });
    const plan = await planRestore(module.context, { backupId: site?.backupId ?? '', target: { kind: 'live' } });
    await module.close();
    return plan;
  };
  const began = performance.now();
  const away = await planAt('postgres://somebody:s3cret@127.0.0.1:1/site');
  expect(away).toMatchObject({ ok: false, error: { code: 'DATABASE_DOWN', hint: expect.any(String) } });
  expect(performance.now() - began).toBeLessThan(5_000);
  const url = new URL(site.live.url);
  url.password = 'CaNaRy-wrong';
  const wrong = await planAt(url.href);
  expect(wrong).toMatchObject({ ok: false, error: { code: 'DATABASE_DOWN' } });
  expect(JSON.stringify([away, wrong])).not.toMatch(/s3cret|CaNaRy/);
});

test('a superuser in the live database cannot be sent away: the plan of the site’s own role refuses, and says who', async () => {
  const role = await createRole(18, { createdb: true });
  roles.push(role);
  site = await openRestoreSite();
  await site.live.query(`alter database "${site.live.name}" owner to "${role.name}"`);
  await site.live.query(`grant pg_read_all_data to "${role.name}"; grant all on schema backup to "${role.name}";
    grant all on all tables in schema backup to "${role.name}"`);
  const url = new URL(site.live.url);
  url.username = role.name;
  url.password = role.password;
  const module = await openModule(url.href, { directory: site.module.directory.replace(/\/store$/, '') });
  const plan = await planned(module, site.backupId, { kind: 'live' });
  await module.close();
  expect(plan).toMatchObject({ token: null, target: { method: 'swap' } });
  expect(plan.refusals).toMatchObject([{ code: 'foreign-sessions', subject: 'postgres' }]);
});

test('settings of the database and of a role in it come along', async () => {
  const role = await createRole(18);
  roles.push(role);
  site = await openRestoreSite();
  await site.live.query(`alter role "${role.name}" in database "${site.live.name}" set work_mem = '9MB'`);
  await site.live.query(`alter database "${site.live.name}" set search_path = "$user", public, drizzle`);
  await site.live.query(`alter database "${site.live.name}" connection limit 77`);
  await site.live.query(`revoke temporary on database "${site.live.name}" from public`);
  const facts = () =>
    site?.live.query(`select datconnlimit, (select array_agg(entry::text order by entry::text) from unnest(datacl) entry) as datacl, (select array_agg(setconfig order by setrole)::text
      from pg_db_role_setting where setdatabase = d.oid) as settings from pg_database d where datname = current_database()`);
  const before = await facts();
  await restored(site.module, site.backupId, { kind: 'live' });
  expect(await facts()).toEqual(before);
});
