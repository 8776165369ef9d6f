import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BackupHost } from '@/lib/backup/host.types';
import { unwrap } from '@/lib/backup/kernel/result';
import { clearLostRuns } from '@/lib/backup/use-cases/clear-lost-runs';
import { getRestoreResult } from '@/lib/backup/use-cases/get-restore-result';
import { planRestore } from '@/lib/backup/use-cases/plan-restore';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { startRestore } from '@/lib/backup/use-cases/start-restore';
import { planUndoContent } from '@/lib/backup/use-cases/undo-content';
import { undoRestore } from '@/lib/backup/use-cases/undo-restore';
import { type ContentSite, contentSite, snapshot } from '../integration/content-acts/content-site';
import { byTest, ended, openModule, type TestModule } from '../support/backup-module';
import { siteDatabase, type TestDatabase } from '../support/postgres';
import { dropReplaced, SITE_NAME, undone } from '../support/restoring';

let live: TestDatabase;
let module: TestModule;
let content: ContentSite;
let directory: string;
let backupId: string;
let then: Record<string, string>;
let hooks: Partial<BackupHost>;

beforeEach(async () => {
  live = await siteDatabase();
  directory = mkdtempSync(path.join(tmpdir(), 'backup-module-'));
  content = contentSite({ 'a.yml': 'name: A\n', 'gone.yml': 'name: Gone\n' });
  hooks = {};
  const contentBusy = async () => (await hooks.contentBusy?.()) ?? false;
  module = await openModule(live.url, {
    directory,
    environment: { BACKUP_ENGINE: 'wasm' },
    host: { contentPath: () => content.site.path, contentBusy },
  });
  backupId = (await ended(startBackup(module.context, { scope: 'full' }, byTest))).id;
  then = snapshot(content.site.path);
  await live.query(`insert into users (id, email) values ('late', 'late@example.com')`);
  content.site.write('a.yml', 'name: Later\n');
  content.site.git('rm', '--quiet', 'gone.yml');
  content.site.commit('Later');
  content.site.git('push', '--quiet', 'origin', 'main');
});
afterEach(async () => {
  await module.close();
  content.place.remove();
  rmSync(directory, { recursive: true, force: true });
  await dropReplaced(live);
  await live.drop();
});

const planned = async () =>
  unwrap(await planRestore(module.context, { backupId, target: { kind: 'live' }, content: true }));

async function outcomeOf(token: string | null, more: { keepLocally?: boolean } = {}) {
  const request = { token: token ?? '', siteName: SITE_NAME, skipSafetyCopy: true, actor: byTest.actor, ...more };
  const { run, finished } = unwrap(await startRestore(module.context, request, { trigger: 'cli' }));
  if (!finished) throw new Error('It was started before.');
  const outcome = await finished;
  return { run, outcome, result: unwrap(await getRestoreResult(module.context, run.id)) };
}

const isRestored = async () => (await live.query(`select 1 from users where id = 'late'`)).length === 0;
const removeRemote = () => renameSync(content.remote ?? '', `${content.remote}-away`);

test('unsaved edits in the way: refused in the plan, and before the swap where they came later', async () => {
  const plan = await planned();
  const before = snapshot(content.site.path);
  content.site.write('a.yml', 'name: Edited by hand\n');
  expect(await planned()).toMatchObject({
    token: null,
    contentPlan: { unsavedInTheWay: ['a.yml'], refusals: [{ code: 'unsaved' }] },
    refusals: [],
  });
  const { outcome, result } = await outcomeOf(plan.token);
  expect(outcome).toMatchObject({
    ok: false,
    error: { code: 'CONFLICT', message: expect.stringContaining('Nothing was changed') },
  });
  expect(result.undo).toBeNull();
  expect(await isRestored()).toBe(false);
  expect(snapshot(content.site.path)).toEqual({
    ...before,
    'a.yml': Buffer.from('name: Edited by hand\n').toString('base64'),
  });
});

test('a remote that does not answer stops it before the swap; by choice the content stays on this server', async () => {
  removeRemote();
  const refused = await outcomeOf((await planned()).token);
  expect(refused.outcome).toMatchObject({ ok: false, error: { code: 'STORAGE_DOWN' } });
  expect(await isRestored()).toBe(false);
  const { outcome, result } = await outcomeOf((await planned()).token, { keepLocally: true });
  expect(outcome.ok).toBe(true);
  expect(result.content).toMatchObject({ state: 'done', pushed: 'kept-locally' });
  expect(result.content?.warnings.join()).toContain('remote does not have this commit');
  expect(await isRestored()).toBe(true);
  expect(snapshot(content.site.path)).toEqual(then);
});

test('a remote that goes away after the swap: it is said plainly, recorded, and the database can be put back', async () => {
  const before = content.site.git('rev-parse', 'HEAD');
  hooks.contentBusy = async () => {
    removeRemote();
    hooks = {};
    return false;
  };
  const { run, outcome, result } = await outcomeOf((await planned()).token);
  const message = expect.stringMatching(/^The database is restored; the content is not: .*[^d]\.$/);
  expect(outcome).toMatchObject({
    ok: false,
    error: { code: 'STORAGE_DOWN', message, hint: expect.stringContaining('page of the backup') },
  });
  expect(result.run).toMatchObject({ status: 'failed', error: { message } });
  expect(result.content).toMatchObject({ state: 'failed', commit: null, reason: expect.any(String) });
  expect(result.compared?.same).toBe(true);
  expect(await module.context.restorations.read(run.id)).toMatchObject({
    outcome: 'failed',
    reason: message,
    content: { state: 'failed' },
  });
  expect([await isRestored(), content.site.git('rev-parse', 'HEAD')]).toEqual([true, before]);
  expect(result.undo).toMatchObject({ keptAs: expect.any(String), content: null });
  expect(await undone(module)).toMatchObject({ run: { status: 'done' }, content: null });
  expect(await isRestored()).toBe(false);
});

async function killed(point: 'before' | 'landed' | 'tables'): Promise<void> {
  const script = fileURLToPath(new URL('./restore-until-content.ts', import.meta.url));
  const args = ['--import', 'tsx', script, live.url, directory, content.site.path, backupId, point];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
  expect(await isRestored()).toBe(point !== 'tables');
}

test('kill -9 after the COMMIT of chosen tables: the next start says that they were restored', async () => {
  const count = async () => (await live.query<{ n: number }>('select count(*)::int as n from favorites'))[0]?.n;
  const atBackup = await count();
  await live.query('delete from favorites');
  await killed('tables');
  expect(await count()).toBe(atBackup);
  const [left] = await live.query<{ id: string }>(`select id from backup.runs where status = 'running'`);
  await clearLostRuns(module.context, module.context.host.db());
  expect(unwrap(await getRestoreResult(module.context, left?.id ?? '')).run).toMatchObject({
    status: 'done',
    error: null,
  });
});

test('while nobody can tell whether the content came along, no undo takes the database alone unasked', async () => {
  await killed('before');
  hooks.contentBusy = async () => true;
  const request = { siteName: SITE_NAME, actor: byTest.actor };
  expect(await undoRestore(module.context, request, { trigger: 'cli' })).toMatchObject({
    ok: false,
    error: { code: 'CONFLICT', message: expect.stringContaining('Nobody knows yet') },
  });
  hooks = {};
  expect([await isRestored(), await undone(module)]).toMatchObject([true, { content: null }]);
});

test('an undo of a restore that was lost settles it first, and takes both back', async () => {
  const before = snapshot(content.site.path);
  await killed('landed');
  expect(await undone(module)).toMatchObject({ content: { way: 'revert', state: 'done', files: 2 } });
  expect([await isRestored(), snapshot(content.site.path)]).toEqual([false, before]);
});

test.each([
  ['before', 'failed', /^The database is restored; the content is not: the process ended/],
  ['landed', 'done', null],
] as const)(
  'kill -9 between swap and end, %s the content: the next start says how it stands',
  async (point, status, words) => {
    await killed(point);
    const [left] = await live.query<{ id: string }>(`select id from backup.runs where status = 'running'`);
    await clearLostRuns(module.context, module.context.host.db());
    const result = unwrap(await getRestoreResult(module.context, left?.id ?? ''));
    expect(result.run).toMatchObject({
      status,
      error: words && { message: expect.stringMatching(words), hint: expect.stringContaining('page of the backup') },
      restore: { content: { state: status } },
    });
    expect(result.content).toMatchObject({ state: status });
    expect(await module.context.restorations.read(left?.id ?? '')).toMatchObject({
      outcome: status,
      content: { state: status },
    });
    expect(await live.query(`select detail from backup.audit_events where act = 'content.end'`)).toEqual([]);
    if (point === 'landed') expect(snapshot(content.site.path)).toEqual(then);
    expect(result.undo?.content).toEqual(
      point === 'landed' ? { sha: result.content?.commit, files: 2, refusal: null } : null,
    );
  },
);

test('a record that cannot be read hides no content: the row tells of it, and without the row the undo is refused', async () => {
  const { run, result } = await outcomeOf((await planned()).token);
  const [record = ''] = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.includes(`${run.id}.json`),
  );
  appendFileSync(path.join(directory, record), ' ');
  const asked = { siteName: SITE_NAME, actor: byTest.actor };
  const undo = (more = {}) => undoRestore(module.context, { ...asked, ...more }, { trigger: 'cli' });
  expect(await planUndoContent(module.context, run.id, null)).toMatchObject({
    view: { sha: result.content?.commit, files: 2, refusal: null },
  });
  await live.query(`delete from backup.runs where id = $1`, [run.id]);
  expect(await undo()).toMatchObject({
    ok: false,
    error: { code: 'CONFLICT', message: expect.stringContaining('record of this restore') },
  });
  expect(await isRestored()).toBe(true);
  expect(await ended(undo({ content: false }))).toMatchObject({ content: null });
  expect(await isRestored()).toBe(false);
});
