import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { planRestore } from '@/lib/backup/use-cases/plan-restore';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { startRestore } from '@/lib/backup/use-cases/start-restore';
import { undoRestore } from '@/lib/backup/use-cases/undo-restore';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { dropReplaced, SITE_NAME, undone } from '../../support/restoring';
import { type ContentSite, contentSite, snapshot } from '../content-acts/content-site';

let live: TestDatabase;
let module: TestModule;
let content: ContentSite;
let backup: { id: string; head: string; files: Record<string, string> };

beforeAll(async () => {
  live = await siteDatabase();
});
afterAll(async () => {
  await dropReplaced(live);
  await live?.drop();
});
beforeEach(async () => {
  content = contentSite({ 'a.yml': 'name: A\n', 'data/b.yml': 'name: B\n', 'gone.yml': 'name: Gone\n' });
  module = await openModule(live.url, {
    environment: { BACKUP_ENGINE: 'wasm' },
    host: { contentPath: () => content.site.path },
  });
  const { id } = await ended(startBackup(module.context, { scope: 'full' }, byTest));
  backup = { id, head: content.site.git('rev-parse', 'HEAD'), files: snapshot(content.site.path) };
  await live.query(`insert into users (id, email) values ('late', 'late@example.com')`);
  content.site.write('a.yml', 'name: Later\n');
  content.site.git('rm', '--quiet', 'gone.yml');
  content.site.write('new.yml', 'name: New\n');
  content.site.commit('Later');
  content.site.git('push', '--quiet', 'origin', 'main');
});
afterEach(async () => {
  await live.query(`delete from users where id = 'late'`);
  await module.close();
  content.place.remove();
});

const planned = async () =>
  unwrap(await planRestore(module.context, { backupId: backup.id, target: { kind: 'live' }, content: true }));
const start = (token: string | null, more: { keepLocally?: boolean } = {}) =>
  startRestore(
    module.context,
    { token: token ?? '', siteName: SITE_NAME, actor: byTest.actor, skipSafetyCopy: true, ...more },
    { trigger: 'cli' },
  );
const isLate = async () => (await live.query(`select 1 from users where id = 'late'`)).length === 1;

test('one plan shows both, one run brings both back, one undo takes both back', async () => {
  const before = snapshot(content.site.path);
  const newest = content.site.git('rev-parse', 'HEAD');
  content.site.write('unsaved.yml', 'mine: 1\n');
  const plan = await planned();
  expect(plan.contentPlan).toEqual({
    way: 'commit',
    sha: backup.head,
    committedAt: expect.any(String),
    now: newest,
    newerCommits: 1,
    missingCommits: 0,
    commits: [expect.objectContaining({ sha: newest, subject: 'Later' })],
    counts: { added: 1, changed: 1, deleted: 1, renamed: 0 },
    paths: ['a.yml', 'gone.yml', 'new.yml'],
    unsaved: 1,
    unsavedInTheWay: [],
    fromBundle: false,
    bundleBytes: null,
    remote: content.remote,
    refusals: [],
  });
  const result = await ended(start(plan.token));
  expect(result.run).toMatchObject({ status: 'done', restore: { content: { state: 'done', files: 3 } } });
  expect(result.content).toMatchObject({ way: 'commit', state: 'done', sha: backup.head, files: 3, pushed: 'pushed' });
  expect(await isLate()).toBe(false);
  expect(snapshot(content.site.path)).toEqual({
    ...backup.files,
    'unsaved.yml': Buffer.from('mine: 1\n').toString('base64'),
  });
  expect(content.site.git('log', '-1', '--format=%H %(trailers:key=Backup-Run,valueonly)').trim()).toBe(
    `${result.content?.commit} ${result.run.id}`,
  );
  expect(await module.context.restorations.read(result.run.id)).toMatchObject({
    outcome: 'done',
    content: { state: 'done', commit: result.content?.commit },
  });
  expect(await live.query(`select kind from backup.runs where kind = 'content'`)).toEqual([]);
  expect(result.undo?.content).toEqual({ sha: result.content?.commit, files: 3, refusal: null });

  const back = await undone(module);
  expect(back.content).toMatchObject({ way: 'revert', state: 'done', files: 3 });
  expect(await isLate()).toBe(true);
  expect(snapshot(content.site.path)).toEqual({
    ...before,
    'unsaved.yml': Buffer.from('mine: 1\n').toString('base64'),
  });
  expect(back.undo?.content).toMatchObject({ sha: back.content?.commit, refusal: null });
});

test('content that is as in the backup stays, and a plan without content touches none', async () => {
  content.site.git('revert', '--no-edit', 'HEAD');
  const head = content.site.git('rev-parse', 'HEAD');
  const plan = await planned();
  expect(plan.contentPlan).toMatchObject({ way: 'same', newerCommits: 2, refusals: [] });
  const result = await ended(start(plan.token));
  expect(result.content).toMatchObject({ way: 'same', state: 'done', commit: null });
  expect(result.undo?.content).toBeNull();
  expect(content.site.git('rev-parse', 'HEAD')).toBe(head);
  const alone = unwrap(await planRestore(module.context, { backupId: backup.id, target: { kind: 'live' } }));
  expect([alone.contentPlan, alone.token]).toEqual([null, expect.any(String)]);
  expect(
    await planRestore(module.context, { backupId: backup.id, target: { kind: 'database' }, content: true }),
  ).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
});

test('like that already is judged by the remote and by the files, not by the commit of this server alone', async () => {
  content.site.git('revert', '--no-edit', 'HEAD');
  content.site.git('push', '--quiet', 'origin', 'main');
  content.site.write('a.yml', 'name: Edited by hand\n');
  expect(await planned()).toMatchObject({
    token: null,
    contentPlan: { unsavedInTheWay: ['a.yml'], refusals: [{ code: 'unsaved' }] },
  });
  content.site.git('checkout', '--', 'a.yml');
  const plan = await planned();
  expect(plan.contentPlan).toMatchObject({ way: 'same', refusals: [] });
  const elsewhere = content.elsewhere();
  elsewhere.write('a.yml', 'name: Edited elsewhere\n');
  elsewhere.commit('Elsewhere');
  elsewhere.git('push', '--quiet', 'origin', 'main');
  await expect(ended(start(plan.token))).rejects.toMatchObject({ error: { code: 'STALE' } });
  expect(await isLate()).toBe(true);
  expect((await planned()).contentPlan).toMatchObject({ way: 'commit', paths: ['a.yml'] });
  content.site.git('merge', '--quiet', '--ff-only', 'origin/main');
  elsewhere.git('revert', '--no-edit', 'HEAD');
  elsewhere.git('push', '--quiet', 'origin', 'main');
  content.site.git('fetch', '--quiet');
  expect(await planned()).toMatchObject({ token: null, contentPlan: { refusals: [{ code: 'behind' }] } });
});

test('a content head that has moved since the plan is STALE, and nothing was changed', async () => {
  const plan = await planned();
  content.site.write('other.yml', 'x: 1\n');
  content.site.commit('Somebody else');
  expect(await start(plan.token)).toMatchObject({
    ok: false,
    error: { code: 'STALE', message: expect.stringContaining('the content') },
  });
  expect(await isLate()).toBe(true);
});

test('a repository that is gone is made anew from the bundle, and an undo says that it stays', async () => {
  rmSync(content.site.path, { recursive: true });
  const plan = await planned();
  expect(plan.contentPlan).toMatchObject({ way: 'clone', now: null, fromBundle: true, refusals: [] });
  expect(plan.contentPlan?.bundleBytes).toBeGreaterThan(0);
  const result = await ended(start(plan.token));
  expect(result.content).toMatchObject({ way: 'clone', state: 'done', commit: backup.head });
  expect(snapshot(content.site.path)).toEqual(backup.files);
  expect(result.undo?.content).toEqual({ sha: null, files: 0, refusal: null });
  const back = await undone(module);
  expect(back.content).toBeNull();
  expect([await isLate(), existsSync(content.site.path)]).toEqual([true, true]);
});

test('an undo is refused where the content cannot go back, unless the database alone is meant', async () => {
  await ended(start((await planned()).token));
  content.site.write('a.yml', 'name: Edited after the restore\n');
  content.site.commit('Edit');
  const refused = await undoRestore(module.context, { siteName: SITE_NAME, actor: byTest.actor }, { trigger: 'cli' });
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'CONFLICT', hint: expect.stringContaining('database back alone') },
  });
  expect(await isLate()).toBe(false);
  const request = { siteName: SITE_NAME, actor: byTest.actor, content: false };
  const back = await ended(undoRestore(module.context, request, { trigger: 'cli' }));
  expect([back.content, await isLate()]).toEqual([null, true]);
  expect(content.site.git('show', 'HEAD:a.yml')).toBe('name: Edited after the restore');
});

test('an undo asks the remote and looks at the whole branch before the database is swapped back', async () => {
  await ended(start((await planned()).token));
  const undo = () => undoRestore(module.context, { siteName: SITE_NAME, actor: byTest.actor }, { trigger: 'cli' });
  const refused = (words: string) => ({
    ok: false,
    error: { code: 'CONFLICT', message: expect.stringContaining(words) },
  });
  const elsewhere = content.elsewhere();
  const pushed = (file: string, text: string) => {
    elsewhere.write(file, text);
    elsewhere.commit(`Write ${file}`);
    elsewhere.git('push', '--quiet', 'origin', 'main');
  };
  pushed('other.yml', 'x: 1\n');
  content.site.write('other.yml', 'mine: 1\n');
  expect(await undo()).toMatchObject(refused('other.yml'));
  rmSync(path.join(content.site.path, 'other.yml'));
  content.site.write('.git/MERGE_HEAD', `${backup.head}\n`);
  expect(await undo()).toMatchObject(refused('merge'));
  rmSync(path.join(content.site.path, '.git/MERGE_HEAD'));
  pushed('a.yml', 'name: Edited elsewhere\n');
  expect(await undo()).toMatchObject(refused('a.yml'));
  expect(await isLate()).toBe(false);
});

test('content that was saved while the files of this server could not be moved is told as that', async () => {
  const plan = await planned();
  const lock = path.join(content.site.path, '.git/index.lock');
  writeFileSync(path.join(content.remote ?? '', 'hooks/pre-receive'), `#!/bin/sh\n: > '${lock}'\n`, { mode: 0o755 });
  const result = await ended(start(plan.token));
  rmSync(lock);
  expect(result.content).toMatchObject({ state: 'done', pushed: 'pushed', live: false });
  expect(result.content?.warnings.join()).toContain('files of this server are not there yet');
  expect(await module.context.restorations.read(result.run.id)).toMatchObject({ content: { live: false } });
  expect(content.site.git('show', 'HEAD:a.yml')).toBe('name: Later');
});
