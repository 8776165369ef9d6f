import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { getContentStatus } from '@/lib/backup/use-cases/get-content-status';
import { openModule, type TestModule } from '../../support/backup-module';
import { type ContentRepository, type Workshop, workshop } from './content-repository';

let shop: Workshop;
let site: ContentRepository;
let module: TestModule;

beforeEach(async () => {
  shop = workshop();
  site = shop.repository();
  site.write('data/one/one.yml', 'name: One\n');
  site.write('categories.yml', '- id: one\n');
  site.commit('First');
  const contentPath = () => site.path;
  module = await openModule('postgres://nobody@127.0.0.1:1/none', { host: { contentPath } });
});
afterEach(async () => {
  await module.close();
  shop.remove();
});

const status = async () => unwrap(await getContentStatus(module.context));
const codes = async () => (await status()).conditions.map(({ code, mend }) => `${code} ${mend}`);

test('a repository with no remote is a supported state, and said', async () => {
  expect(await status()).toMatchObject({
    branch: 'main',
    files: 2,
    remote: null,
    behind: null,
    unsaved: [],
    incidents: [],
  });
  expect(await codes()).toEqual(['no-remote null']);
});

test('commits on either side of the remote, as it was last fetched', async () => {
  const remote = path.join(shop.root, 'remote.git');
  site.git('init', '--quiet', '--bare', remote);
  site.git('remote', 'add', 'origin', remote);
  site.git('push', '--quiet', 'origin', 'main');
  expect(await codes()).toEqual([]);
  site.write('data/two/two.yml', 'name: Two\n');
  site.commit('Second');
  expect(await codes()).toEqual(['ahead push']);
  site.git('push', '--quiet', 'origin', 'main');
  site.git('reset', '--quiet', '--hard', 'HEAD^');
  expect(await codes()).toEqual(['behind fetch']);
  site.write('data/three/three.yml', 'name: Three\n');
  site.commit('Other second');
  expect(await status()).toMatchObject({ behind: 1, ahead: 1 });
  expect(await codes()).toEqual(['diverged fetch']);
});

test('unsaved edits by kind, odd names as they are', async () => {
  site.write('data/one/one.yml', 'name: Changed\n');
  site.write(' -odd "name"\n.yml', 'a: 1\n');
  site.git('rm', '--quiet', '--cached', 'categories.yml');
  const { unsaved } = await status();
  expect(unsaved).toContainEqual({ path: 'data/one/one.yml', kind: 'changed' });
  expect(unsaved).toContainEqual({ path: ' -odd "name"\n.yml', kind: 'added' });
  expect(unsaved).toContainEqual({ path: 'categories.yml', kind: 'deleted' });
});

test('detached, unfinished, locked, put aside: each is named, and mended only where that is safe', async () => {
  site.git('update-ref', 'refs/rescue/one', 'HEAD');
  site.git('checkout', '--quiet', '--detach');
  writeFileSync(path.join(site.path, '.git', 'MERGE_HEAD'), `${site.git('rev-parse', 'HEAD')}\n`);
  const lock = path.join(site.path, '.git', 'index.lock');
  writeFileSync(lock, '');
  expect(await codes()).toEqual([
    'detached attach-branch',
    'unfinished-merge abort-merge',
    'index-lock null',
    'no-remote null',
    'rescued null',
  ]);
  const old = new Date(Date.now() - 120_000);
  utimesSync(lock, old, old);
  expect(await codes()).toContain('index-lock remove-lock');
  expect((await status()).rescued).toMatchObject([{ ref: 'refs/rescue/one', subject: 'First' }]);
});

test('copies of the template are listed and compared, and never more than that', async () => {
  mkdirSync(path.join(site.path, 'backups'));
  site.write('categories.backup.2026-11-01T10-20-30-456Z.yml', '- id: one\n');
  site.write('categories-backup-2026-11-02T10-20-30-456Z.yml', '- id: old\n');
  site.write('backups/settings.backup.soon.yml', 'a: 1\n');
  expect((await status()).copies).toEqual([
    {
      path: 'categories-backup-2026-11-02T10-20-30-456Z.yml',
      of: 'categories.yml',
      at: '2026-11-02T10:20:30.456Z',
      size: 10,
      same: false,
    },
    {
      path: 'categories.backup.2026-11-01T10-20-30-456Z.yml',
      of: 'categories.yml',
      at: '2026-11-01T10:20:30.456Z',
      size: 10,
      same: true,
    },
    { path: 'backups/settings.backup.soon.yml', of: 'settings.yml', at: null, size: 5, same: false },
  ]);
});
