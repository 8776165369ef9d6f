import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ContentActResultView, RestoreContentPlanView, RestoreResultView } from '@/lib/backup/views';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { dropReplaced } from '../../support/restoring';
import { type ContentSite, contentSite, snapshot } from '../content-acts/content-site';
import { openCli, type TestCli } from './run-cli';

let database: TestDatabase;
let cli: TestCli;
let content: ContentSite;
let then: Record<string, string>;
let site: string;

beforeAll(async () => {
  content = contentSite({ 'a.yml': 'name: A\n', 'gone.yml': 'name: Gone\n' });
  database = await siteDatabase();
  cli = await openCli(database.url, { CONTENT_PATH: content.site.path });
  await cli.run(['create', '--engine', 'wasm', '--json']).then((made) => made.data());
  then = snapshot(content.site.path);
  content.site.write('a.yml', 'name: Later\n');
  content.site.git('rm', '-q', 'gone.yml');
  content.site.commit('Later');
  content.site.git('push', '-q', 'origin', 'main');
});
afterAll(async () => {
  await cli?.close();
  content?.place.remove();
  if (database) await dropReplaced(database);
  await database?.drop();
});

const run = (...words: string[]) => cli.run([...words, '--json']);
const a = () => readFileSync(path.join(content.site.path, 'a.yml'), 'utf8');

test('database and content come back by one plan and one restore', async () => {
  const planned = await cli.run(['restore', 'latest', '--live', '--content', '--plan']);
  expect(planned.stdout).toMatch(/content {2,}back to [0-9a-f]{10} of .* by a new commit: 1 added, 1 changed/);
  expect(planned.stdout).toMatch(/1 commit newer than the backup\n {2,}[0-9a-f]{10} .*: Later\n/);
  site = /--live --content --confirm "(.*)"/.exec(planned.stdout)?.[1] ?? '';
  const beside = await run('restore', 'latest', '--content');
  expect([beside.code, beside.error().code]).toEqual([2, 'INVALID_INPUT']);

  const restored = await run('restore', 'latest', '--live', '--content', '--skip-safety-copy', '--confirm', site);
  expect(restored.data<RestoreResultView>().content).toMatchObject({ state: 'done', files: 2, pushed: 'pushed' });
  expect(snapshot(content.site.path)).toEqual(then);
});

test('one undo takes both back, and says before what it does', async () => {
  const said = await cli.run(['undo', '--plan']);
  expect(said.stdout).toMatch(/content {2,}commit [0-9a-f]{10} is reverted: 2 files\n {2}database/);
  expect(snapshot(content.site.path)).toEqual(then);
  const back = (await run('undo', '--confirm', site)).data<RestoreResultView>();
  expect([back.content?.way, a()]).toEqual(['revert', 'name: Later\n']);
});

test('the content alone: as a new commit, or made anew where it is gone', async () => {
  const plan = await run('content', 'restore', '--backup', 'latest', '--plan');
  expect(plan.data<{ kind: string }>()).toMatchObject({ kind: 'restore-all' });
  const done = (await run('content', 'restore', '--backup', 'latest')).data<ContentActResultView>();
  expect(done).toMatchObject({ kind: 'restore-all', files: 2 });
  expect(snapshot(content.site.path)).toEqual(then);
  const again = await run('content', 'restore', '--backup', 'latest');
  expect([again.code, again.error().code]).toEqual([3, 'NOTHING_TO_DO']);

  rmSync(content.site.path, { recursive: true });
  const gone = await run('content', 'restore', '--backup', 'latest', '--plan');
  expect(gone.data<RestoreContentPlanView>()).toMatchObject({ way: 'clone', fromBundle: true });
  await run('content', 'restore', '--backup', 'latest').then((made) => made.data());
  expect(snapshot(content.site.path)).toEqual(then);
  const unclear = await run('content', 'restore', 'a.yml', '--backup', 'latest');
  expect(unclear.error()).toMatchObject({ code: 'INVALID_INPUT' });
});
