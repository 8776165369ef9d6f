import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { getContentIncidents } from '@/lib/backup/use-cases/get-content-incidents';
import { openModule, type TestModule } from '../../support/backup-module';
import { type ContentRepository, type Workshop, workshop } from './content-repository';

let shop: Workshop;
let site: ContentRepository;
let module: TestModule;

beforeEach(async () => {
  shop = workshop();
  site = shop.repository();
  const contentPath = () => site.path;
  // No query is made: incidents are read from the repository and the storage alone.
  module = await openModule('postgres://nobody@127.0.0.1:1/none', { host: { contentPath } });
});
afterEach(async () => {
  await module.close();
  shop.remove();
});

const item = (index: number) => `data/item-${String(index).padStart(3, '0')}/item.yml`;
const incidents = async () => unwrap(await getContentIncidents(module.context));

function fill(count: number): void {
  for (let index = 0; index < count; index += 1) site.write(item(index), `name: Item ${index}\n`);
  site.write('categories.yml', '- id: one\n');
}
const remove = (index: number) => rmSync(path.join(site.path, item(index)));

test('a commit that leaves an alphabetical beginning is named, with what is missing and what came since', async () => {
  fill(100);
  site.commit('All items');
  for (let index = 40; index < 100; index += 1) remove(index);
  const bad = site.commit('Update collections');
  site.write('data/new/new.yml', 'name: New\n');
  site.commit('One more item');

  expect(await incidents()).toMatchObject([
    {
      kind: 'mass-deletion',
      sha: bad,
      subject: 'Update collections',
      author: 'Jane',
      deleted: 60,
      total: 101,
      missing: 60,
      recovered: false,
      addedSince: 1,
      left: { first: item(0), last: item(39) },
    },
  ]);

  site.git('checkout', `${bad}^`, '--', 'data');
  site.commit('Back again');
  expect(await incidents()).toMatchObject([{ sha: bad, recovered: true, missing: 0 }]);
});

test('a move of everything is no deletion, and neither are nineteen files', async () => {
  fill(60);
  site.commit('All items');
  site.git('mv', 'data', 'items');
  site.commit('Another folder');
  for (let index = 0; index < 19; index += 1)
    site.git('rm', '-q', `items/item-${String(index).padStart(3, '0')}/item.yml`);
  site.commit('Nineteen old ones');
  expect(await incidents()).toEqual([]);
});

test('categories that were emptied or no longer parse are named until they are mended', async () => {
  fill(3);
  site.commit('All items');
  site.write('categories.yml', 'a: [1\nb: }\n');
  const broken = site.commit('Oops');
  expect(await incidents()).toMatchObject([{ kind: 'settings-unparsable', sha: broken, path: 'categories.yml' }]);
  site.write('categories.yml', '');
  expect(await incidents()).toHaveLength(1);
  site.commit('Worse');
  site.write('categories.yml', '- id: two\n');
  site.commit('Mended');
  expect(await incidents()).toEqual([]);
  site.write('categories.yml', '');
  const emptied = site.commit('Empty');
  expect(await incidents()).toMatchObject([{ kind: 'settings-emptied', sha: emptied }]);
});

test('settings that moved to a newer name are not lost', async () => {
  site.write('works.yml', 'name: Site\n');
  site.commit('Settings');
  site.git('mv', 'works.yml', '.works.yml');
  site.commit('Newer name');
  expect(await incidents()).toEqual([]);
});
