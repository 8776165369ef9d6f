import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ContentActResultView, ContentPlanView, ContentStatusView } from '@/lib/backup/views';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { type ContentRepository, type Workshop, workshop } from '../content/content-repository';
import { openCli, type TestCli } from './run-cli';

const MANY = 240;

let database: TestDatabase;
let cli: TestCli;
let places: Workshop;
let site: ContentRepository;
let bare: string;
let start: string;
let edited: string;

beforeAll(async () => {
  places = workshop();
  site = places.repository();
  bare = path.join(places.root, 'remote.git');
  site.git('init', '-q', '--bare', '--initial-branch=main', bare);
  site.git('remote', 'add', 'origin', bare);
  for (let item = 0; item < MANY; item += 1) site.write(`data/item-${item}/item.yml`, `name: Item ${item}\n`);
  site.write('works.yml', 'featured: false\n');
  start = site.commit('All items');
  for (let item = 0; item < MANY; item += 1)
    site.write(`data/item-${item}/item.yml`, `name: Item ${item}\nnew: true\n`);
  edited = site.commit('Edit all');
  site.git('push', '-q', '-u', 'origin', 'main');
  database = await siteDatabase();
  cli = await openCli(database.url, { CONTENT_PATH: site.path });
});
afterAll(async () => {
  await cli?.close();
  await database?.drop();
  places?.remove();
});

const content = (...words: string[]) => cli.run(['content', ...words, '--json']);
const item = (number: number) => readFileSync(path.join(site.path, `data/item-${number}/item.yml`), 'utf8');

test('more than 200 changed files ask for their number, and only the right one will do', async () => {
  const plan = (await content('restore', 'data', '--from', start, '--plan')).data<ContentPlanView>();
  expect([plan.confirmCount, plan.refusals]).toEqual([MANY, []]);
  for (const typed of [[], ['--confirm', '239'], ['--confirm', 'all']]) {
    const refused = await content('restore', 'data', '--from', start, ...typed);
    expect([refused.code, refused.error().code]).toEqual([2, 'INVALID_INPUT']);
    expect(refused.error().hint).toContain(`--confirm ${MANY}`);
  }
  expect([site.git('rev-parse', 'HEAD'), item(7)]).toEqual([edited, 'name: Item 7\nnew: true\n']);
  const done = await content('restore', 'data', '--from', start, '--confirm', String(MANY));
  expect(done.data<ContentActResultView>()).toMatchObject({ files: MANY, pushed: 'pushed', live: true });
  expect([item(7), site.git('ls-remote', 'origin', 'main').slice(0, 40)]).toEqual([
    'name: Item 7\n',
    site.git('rev-parse', 'HEAD'),
  ]);
});

test('a remote that is away refuses and says how to go on; kept here, it is pushed later', async () => {
  const head = site.git('rev-parse', 'HEAD');
  renameSync(bare, `${bare}.away`);
  const refused = await content('restore', 'data/item-3', '--from', edited);
  expect([refused.code, refused.error().code]).toEqual([1, 'STORAGE_DOWN']);
  expect(refused.error().hint).toContain('--keep-locally');
  expect([site.git('rev-parse', 'HEAD'), item(3)]).toEqual([head, 'name: Item 3\n']);

  const told = await cli.run(['content', 'restore', 'data/item-3', '--from', edited, '--keep-locally']);
  expect([told.code, item(3)]).toEqual([0, 'name: Item 3\nnew: true\n']);
  expect(told.stdout).toContain('refs/rescue/');
  expect(told.stdout).toContain('remote does not have this commit');
  const kept = site.git('rev-parse', 'HEAD');
  expect(site.git('for-each-ref', '--format=%(objectname)', 'refs/rescue/')).toContain(kept);
  expect((await content('status')).data<ContentStatusView>()).toMatchObject({ ahead: 1 });

  renameSync(`${bare}.away`, bare);
  expect((await content('mend', 'push')).data<ContentStatusView>()).toMatchObject({ ahead: 0, behind: 0 });
  expect(site.git('ls-remote', 'origin', 'main')).toContain(kept);
});

test('a shallow clone is said to be one; what it does not hold is refused, and fetched by a button', async () => {
  const shallow = path.join(places.root, 'shallow');
  execFileSync('git', ['clone', '-q', '--depth=1', `file://${bare}`, shallow]);
  const here = { CONTENT_PATH: shallow };
  const run = (...words: string[]) => cli.run(['content', ...words, '--json'], here);
  const status = (await run('status')).data<ContentStatusView>();
  expect(status.conditions).toContainEqual(expect.objectContaining({ code: 'shallow', mend: 'deepen' }));
  const refused = await run('revert', 'HEAD');
  expect([refused.code, refused.error().code]).toEqual([1, 'UNSUPPORTED']);
  expect(refused.error().hint).toContain('whole history');
  const mended = (await run('mend', 'deepen')).data<ContentStatusView>();
  expect(mended.conditions.map(({ code }) => code)).not.toContain('shallow');
  expect((await run('revert', 'HEAD')).data<ContentActResultView>()).toMatchObject({ files: 1, pushed: 'pushed' });
});

test('content whose repository is gone is made anew from a backup, with its history', async () => {
  await content('mend', 'fetch');
  const [head, files] = [site.git('rev-parse', 'HEAD'), site.git('ls-files', '-s')];
  const made = (await cli.run(['create', '--json'])).data<{ id: string }>();
  rmSync(path.join(site.path, '.git'), { recursive: true });
  rmSync(path.join(site.path, 'data'), { recursive: true });
  const gone = await content('log');
  expect([gone.code, gone.error().code]).toEqual([1, 'NOT_FOUND']);
  const plan = await cli.run(['content', 'restore', '--backup', made.id, '--plan']);
  expect([plan.code, plan.stdout]).toEqual([0, expect.stringContaining('the repository is gone')]);
  const restored = await content('restore', '--backup', made.id);
  expect(restored.data<{ sha: string }>()).toMatchObject({ sha: head, keptAs: expect.stringContaining('.replaced-') });
  expect([site.git('rev-parse', 'HEAD'), site.git('ls-files', '-s'), site.git('status', '--porcelain')]).toEqual([
    head,
    files,
    '',
  ]);
  expect(site.git('log', '--format=%s').split('\n')).toContain('All items');
  expect(item(5)).toBe('name: Item 5\n');
});
