import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getHistory } from '@/lib/backup/use-cases/get-history';
import { listReplaced } from '@/lib/backup/use-cases/list-replaced';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { startRestore } from '@/lib/backup/use-cases/start-restore';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { contentOf } from '../../support/database-content';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { planned, SITE_NAME, undone } from '../../support/restoring';

describe.each([15, 17, 18] as const)('over the live database of PostgreSQL %i', (major) => {
  let live: TestDatabase;
  let module: TestModule;
  let backupId: string;
  let atBackup: string;
  const kept: string[] = [];

  beforeAll(async () => {
    live = await siteDatabase(major);
    module = await openModule(live.url);
    await live.query(`insert into sessions ("sessionToken", "userId", expires)
      select 'old-' || id, id, now() + interval '1 day' from users limit 5`);
    await live.query(`alter database "${live.name}" set work_mem to '7MB'`);
    await live.query(`comment on database "${live.name}" is 'the site''s own words'`);
    backupId = (await ended(startBackup(module.context, { engine: 'wasm' }, byTest))).id;
    atBackup = await contentOf(live);
  });
  afterAll(async () => {
    await module?.close();
    for (const name of kept) await live.query(`drop database if exists "${name}" with (force)`);
    await live?.drop();
  });

  test('the plan says what will be lost, and changes nothing', async () => {
    await live.query(`insert into users (id, email) values ('newcomer', 'new@example.com')`);
    await live.query(`delete from votes where id in (select id from votes limit 3)`);
    const before = await contentOf(live);
    const plan = await planned(module, backupId, { kind: 'live' });
    expect(await contentOf(live)).toBe(before);
    expect(plan).toMatchObject({
      counted: 'exact',
      target: { kind: 'live', method: 'swap', database: live.name },
      migrations: { verdict: 'same', toRun: [] },
      people: { vanish: 1, vanishing: [{ id: 'newcomer', email: 'new@example.com' }], comeBack: 0 },
      actingAdmin: 'unknown',
      refusals: [],
      safetyCopy: true,
    });
    expect(plan.tables.find(({ name }) => name === 'users')).toMatchObject({ same: false });
    expect(plan.tables.find(({ name }) => name === 'comments')).toMatchObject({ same: true });
    expect(plan.rowsBack).toBe(3);
    expect(plan.warnings.map(({ code }) => code)).toContain('not-proven');
  });

  test('a swap puts the backup in its place; history, settings and comment stay; undo brings everything back', async () => {
    const beforeRestore = await contentOf(live);
    const { token } = await planned(module, backupId, { kind: 'live' });
    const request = {
      token: token ?? '',
      siteName: SITE_NAME,
      actor: byTest.actor,
      idempotencyKey: `once-${live.name}`,
    };
    const result = await ended(startRestore(module.context, request, { trigger: 'cli' }));
    if (result.target.kind !== 'live' || !result.target.keptAs) throw new Error('The old database is kept.');
    kept.push(result.target.keptAs);
    expect(result.run).toMatchObject({ status: 'done', kind: 'restore', cancellable: false });
    expect(result.compared).toMatchObject({ same: true, reason: null });
    expect(result.compared?.tables.every(({ same, expected, actual }) => same && expected === actual)).toBe(true);
    const sessions = result.compared?.tables.find(({ name }) => name === 'sessions');
    expect(result.signedOut?.sessions).toBe(sessions?.actual);
    expect(sessions?.actual).toBeGreaterThanOrEqual(5);
    expect(result.swapMs).toBeLessThan(2_000);
    expect(result.undo?.keptAs).toBe(result.target.keptAs);

    const old = ['sessions', 'passwordResetTokens', 'verificationTokens'];
    expect(await contentOf(live, { without: old })).toBe(withoutTables(atBackup, old));
    for (const table of old) expect(await live.query(`select 1 from "${table}"`)).toEqual([]);
    expect(await live.query(`select 1 from users where id = 'newcomer'`)).toEqual([]);
    expect(await live.query('show work_mem')).toEqual([{ work_mem: '7MB' }]);
    expect(
      await live.query(
        `select shobj_description(oid, 'pg_database') as words from pg_database where datname = current_database()`,
      ),
    ).toEqual([{ words: "the site's own words" }]);
    expect(await live.query(`select has_database_privilege('public', current_database(), 'connect') as may`)).toEqual([
      { may: true },
    ]);
    expect(await live.query('select except_user_id from backup.session_epoch')).toHaveLength(1);

    const history = await getHistory(module.context);
    const words = history.ok ? history.value.rows.map(({ note, kind }) => note ?? kind) : [];
    expect(words).toContain(`Safety copy before restoring ${backupId}`);
    expect(await live.query(`select kind from backup.runs where status <> 'done'`)).toEqual([]);
    expect(
      await live.query(
        `select datname from pg_database where datname like 'bk\\_scratch\\_' || lower('${result.run.id}') || '%'`,
      ),
    ).toEqual([]);

    const again = await startRestore(module.context, request, { trigger: 'cli' });
    expect(again).toMatchObject({ ok: true, value: { started: false, run: { id: result.run.id, status: 'done' } } });
    expect((await planned(module, backupId, { kind: 'live' })).blockedMs).toBe(result.swapMs);

    const back = await undone(module);
    if (back.target.kind !== 'live' || !back.target.keptAs) throw new Error('What was live is kept.');
    kept.push(back.target.keptAs);
    expect(await contentOf(live)).toBe(beforeRestore);
    expect(back.run).toMatchObject({ kind: 'undo', status: 'done' });
    const kinds = await live.query<{ kind: string }>('select kind from backup.runs order by fence');
    expect(kinds.map(({ kind }) => kind)).toEqual(['backup', 'restore', 'undo']);
    const replaced = await listReplaced(module.context);
    expect(replaced.ok && replaced.value.map(({ name }) => name)).toEqual([back.target.keptAs]);
  });
});

const withoutTables = (content: string, tables: readonly string[]): string =>
  content
    .split('\n')
    .filter((line) => !tables.some((table) => line.startsWith(`public.${table} `)))
    .join('\n');
