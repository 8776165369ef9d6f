import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { clearLostRuns } from '@/lib/backup/use-cases/clear-lost-runs';
import { getRestoreResult } from '@/lib/backup/use-cases/get-restore-result';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { contentOf } from '../../support/database-content';
import { owningRole } from '../../support/owning-role';
import { siteDatabase, type TestDatabase, type TestRole } from '../../support/postgres';
import { planned, restored } from '../../support/restoring';
import { waitFor } from '../../support/wait-for';
import { type ContentSite, contentSite } from '../content-acts/content-site';

let live: TestDatabase;
let role: TestRole;
let module: TestModule;
let content: ContentSite;
let backupId: string;
let atBackup: string;

beforeAll(async () => {
  live = await siteDatabase();
  const owner = await owningRole(live);
  role = owner.role;
  content = contentSite({ 'a.yml': 'name: A\n' });
  module = await openModule(owner.url, {
    environment: { BACKUP_ENGINE: 'wasm' },
    host: { contentPath: () => content.site.path },
  });
  backupId = (await ended(startBackup(module.context, {}, byTest))).id;
  atBackup = await contentOf(live, { without: ['sessions', 'passwordResetTokens', 'verificationTokens'] });
});
afterAll(async () => {
  await module?.close();
  await live?.drop();
  await role?.drop();
  content?.place.remove();
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

test.each([
  ['inside', 'lost', 'waiting', 'name: Later\n# inside'],
  ['before', 'failed', 'failed', 'name: Later\n# before'],
  ['landed', 'done', 'done', 'name: A'],
] as const)(
  'a restore in place that is killed (%s): the next start says how database and content stand',
  async (point, status, state, text) => {
    content.site.write('a.yml', `name: Later\n# ${point}\n`);
    content.site.commit('Later');
    content.site.git('push', '--quiet', 'origin', 'main');
    await live.query(`insert into users (id, email) values ('late', 'late@example.com')`);
    const script = fileURLToPath(new URL('../../faults/restore-until-content.ts', import.meta.url));
    const url = module.context.host.databaseUrl();
    const place = [path.dirname(module.directory), content.site.path, backupId, point];
    const child = spawn(process.execPath, ['--import', 'tsx', script, url, ...place], { stdio: 'inherit' });
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    const [left] = await live.query<{ id: string }>(`select id from backup.runs where status = 'running'`);
    await clearLostRuns(module.context, module.context.host.db());
    const late = await live.query(`delete from users where id = 'late' returning id`);
    expect(late).toHaveLength(point === 'inside' ? 1 : 0);
    const result = unwrap(await getRestoreResult(module.context, left?.id ?? ''));
    expect(result).toMatchObject({
      run: { status, restore: { method: 'transaction', content: { state } } },
      content: { state },
      undo: null,
    });
    const record = await module.context.restorations.read(result.run.id);
    expect(record?.outcome ?? 'lost').toBe(status);
    expect(content.site.git('show', 'HEAD:a.yml')).toBe(text);
  },
);

test('a connection that breaks after the COMMIT of a restore in place: it took place, and says so', async () => {
  // What the restore leaves alone makes its ANALYZE wait, after the COMMIT, for a lock that is held here.
  await live.query(`create function backup.wait(x int) returns int language plpgsql immutable as
    $$ begin perform pg_advisory_xact_lock(777); return x; end $$`);
  await live.query('create table backup.waits (x int)');
  await live.query('create index on backup.waits (backup.wait(x))');
  await live.query('insert into backup.waits values (1)');
  await live.query(`alter table backup.waits owner to "${role.name}"`);
  const holder = postgres(live.url, { max: 1, onnotice: () => undefined });
  try {
    await holder`select pg_advisory_lock(777)`;
    const running = restored(module, backupId, { kind: 'live' }, { skipSafetyCopy: true });
    const session = await waitingSession();
    await live.query(`select pg_terminate_backend(${session.pid})`);
    const result = await running;
    expect(result).toMatchObject({ run: { status: 'done' }, compared: { same: true } });
    expect(JSON.stringify(result)).toContain('Run ANALYZE');
  } finally {
    await holder.end();
    await live.query('drop table backup.waits');
    await live.query('drop function backup.wait');
  }
});

/** The restore's own, once it waits for the lock. */
const waitingSession = () =>
  waitFor(
    async () => {
      const [session] = await live.query<{ pid: number }>(
        `select pid from pg_stat_activity where datname = '${live.name}' and application_name = 'backup restore'
          and wait_event_type = 'Lock' and wait_event = 'advisory'`,
      );
      return session;
    },
    { timeoutMs: 60_000, what: 'the restore to wait in its ANALYZE' },
  );
