import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { contentOf } from '../../support/database-content';
import { createRole, siteDatabase, type TestDatabase, type TestRole } from '../../support/postgres';
import { planned, restored } from '../../support/restoring';

let live: TestDatabase;
let role: TestRole;
let module: TestModule;
let backupId: string;
let atBackup: string;

/** A role that owns the site's database and may not make others: what many providers give. */
beforeAll(async () => {
  live = await siteDatabase();
  role = await createRole(18, { createdb: false });
  await live.query(`alter database "${live.name}" owner to "${role.name}"`);
  await live.query(`do $$ declare r record; begin
    for r in select format('alter %s %s owner to "${role.name}"', case relkind when 'S' then 'sequence' else 'table' end, oid::regclass) as s
      from pg_class where relnamespace in ('public'::regnamespace, 'drizzle'::regnamespace) and relkind in ('r', 'S')
        and not exists (select from pg_depend where objid = pg_class.oid and deptype in ('a', 'i')) loop execute r.s; end loop; end $$`);
  await live.query(`alter schema drizzle owner to "${role.name}"`);
  const url = new URL(live.url);
  url.username = role.name;
  url.password = role.password;
  module = await openModule(url.href, { environment: { BACKUP_ENGINE: 'wasm' } });
  backupId = (await ended(startBackup(module.context, {}, byTest))).id;
  atBackup = await contentOf(live, { without: ['sessions', 'passwordResetTokens', 'verificationTokens'] });
});
afterAll(async () => {
  await module?.close();
  await live?.drop();
  await role?.drop();
});

test('without CREATEDB the live database is emptied and loaded in one transaction, and the plan says so', async () => {
  await live.query(`insert into users (id, email) values ('newcomer', 'new@example.com')`);
  const plan = await planned(module, backupId, { kind: 'live' });
  expect(plan).toMatchObject({ target: { kind: 'live', method: 'transaction', keptAs: null }, undoDays: null });
  expect(plan.warnings.map(({ code }) => code)).toContain('no-createdb');
  const result = await restored(module, backupId, { kind: 'live' });
  expect(result).toMatchObject({ run: { status: 'done' }, undo: null, compared: { same: true } });
  expect(await contentOf(live, { without: ['sessions', 'passwordResetTokens', 'verificationTokens'] })).toBe(atBackup);
  expect(await live.query('select 1 from sessions')).toEqual([]);
  const runs = await live.query<{ kind: string }>('select kind from backup.runs order by fence');
  expect(runs.map(({ kind }) => kind)).toEqual(['backup', 'restore']);
});
