import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { findItems } from '@/lib/backup/use-cases/find-items';
import { getDeletedFiles } from '@/lib/backup/use-cases/get-deleted-files';
import { openModule, type TestModule } from '../../support/backup-module';
import { type ContentRepository, type Workshop, workshop } from './content-repository';

let shop: Workshop;
let site: ContentRepository;
let module: TestModule;

beforeEach(async () => {
  shop = workshop();
  site = shop.repository();
  module = await openModule('postgres://nobody@127.0.0.1:1/none', { host: { contentPath: () => site.path } });
});
afterEach(async () => {
  await module.close();
  shop.remove();
});

test('deleted files, newest first, page by page; what is there again or only moved is none', async () => {
  for (let index = 0; index < 8; index += 1) site.write(`data/${index}.yml`, `name: Item ${index}\n`);
  site.write('data/moved.yml', 'a long enough text to be known again: yes\n');
  const first = site.commit('All');
  const shas: string[] = [];
  for (let index = 0; index < 6; index += 1) {
    site.git('rm', '--quiet', `data/${index}.yml`);
    shas.push(site.commit(`Remove ${index}`));
  }
  site.git('checkout', first, '--', 'data/3.yml');
  site.commit('Three is back');
  site.git('mv', 'data/moved.yml', 'data/elsewhere.yml');
  site.commit('Moved');

  const found: string[] = [];
  let before: string | undefined;
  do {
    const page = unwrap(await getDeletedFiles(module.context, { before, limit: 2 }));
    expect(page.files.length).toBeLessThanOrEqual(2);
    found.push(...page.files.map(({ path }) => path));
    before = page.nextCursor ?? undefined;
  } while (before);
  expect(found).toEqual(['data/5.yml', 'data/4.yml', 'data/2.yml', 'data/1.yml', 'data/0.yml']);

  const [newest] = unwrap(await getDeletedFiles(module.context, { path: '5.YML' })).files;
  expect(newest).toMatchObject({ path: 'data/5.yml', deletedBy: { sha: shas[5] }, lastIn: shas[4] });
});

test('what a side branch deleted comes with its merge', async () => {
  site.write('data/a.yml', 'name: A\n');
  site.write('data/b.yml', 'name: B\n');
  site.commit('All');
  site.git('checkout', '--quiet', '-b', 'side');
  site.git('rm', '--quiet', 'data/a.yml');
  site.commit('Remove A');
  site.git('checkout', '--quiet', 'main');
  site.write('data/c.yml', 'name: C\n');
  site.commit('Add C');
  site.git('merge', '--quiet', '--no-ff', '-m', 'Merge side', 'side');
  const { files } = unwrap(await getDeletedFiles(module.context));
  expect(files).toMatchObject([{ path: 'data/a.yml', deletedBy: { subject: 'Merge side' } }]);
});

test('an item is found by its path and by what it calls itself, whatever stands between the words', async () => {
  site.write('data/github-mcp/github-mcp.yml', 'name: GitHub MCP\n');
  site.write('data/crème-brûlée/crème-brûlée.yml', 'description: x\nname: "Désserts: all"\n');
  site.write('data/long/long.yml', 'name: "A title that is long enough:\n  it goes on"\ndescription: no title\n');
  site.write('data/block/block.yml', 'name: >-\n  In a\n  block\nkind: other\n');
  site.write('pages/one.md', '---\ntitle: Über uns\n---\nname: no title\n');
  site.write('data/odd\nname.yml', "Name: 'Two lines'\n");
  site.write('.gitattributes', '*.yml diff=evil\n');
  for (const setting of ['grep.lineNumber', 'grep.column', 'grep.heading', 'submodule.recurse'])
    site.git('config', setting, 'true');
  site.git('config', 'diff.evil.textconv', 'touch evil;');
  site.commit('All');
  const found = async (text: string) => unwrap(await findItems(module.context, { text }));
  const github = { path: 'data/github-mcp/github-mcp.yml', title: 'GitHub MCP' };
  expect(await found('MCP github')).toEqual([github]);
  expect(await found('creme brulee')).toHaveLength(1);
  expect(await found('DESSERTS all')).toMatchObject([{ title: 'Désserts: all' }]);
  expect(await found('enough it goes')).toMatchObject([{ title: 'A title that is long enough: it goes on' }]);
  expect(await found('in a block')).toMatchObject([{ title: 'In a block' }]);
  expect(await found('uber uns')).toEqual([{ path: 'pages/one.md', title: 'Über uns' }]);
  expect(await found('two lines')).toEqual([{ path: 'data/odd\nname.yml', title: 'Two lines' }]);
  expect(await found('  ')).toEqual([]);
  expect(existsSync(path.join(site.path, 'evil'))).toBe(false);
  site.write('data/github-mcp/github-mcp.yml', 'name: Git forge\n');
  site.commit('Rename');
  expect(await found('forge')).toHaveLength(1);
});
