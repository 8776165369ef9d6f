import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ContentActResultView, ContentStatusView } from '@/lib/backup/views';
import type { ContentRepository } from '../content/content-repository';
import { type ContentCli, openContentCli } from './content-cli';
import type { TestCli } from './run-cli';

let opened: ContentCli;
let cli: TestCli;
let site: ContentRepository;

beforeAll(async () => {
  opened = await openContentCli((repository) => {
    repository.write('works.yml', 'featured: false\n');
    repository.write('data/one.yml', 'name: One\n');
    repository.commit('First items');
  });
  ({ cli, site } = opened);
});
afterAll(() => opened?.close());

const content = (...words: string[]) => opened.content(...words);
const here = (file: string) => opened.here(file);

test('unsaved edits are seen, saved, or put aside and brought back', async () => {
  const head = site.git('rev-parse', 'HEAD');
  site.write('works.yml', 'featured: true\n');
  site.write('data/one.yml', 'name: Edited\n');
  const before = (await content('status')).data<ContentStatusView>();
  expect(before.unsaved.map((edit) => edit.path).sort()).toEqual(['data/one.yml', 'works.yml']);

  const saved = (await content('save-edits', 'works.yml', '--message', 'Feature it')).data<ContentActResultView>();
  expect([site.git('rev-parse', 'HEAD'), saved.files]).toEqual([saved.sha, 1]);
  expect(site.git('log', '-1', '--format=%s')).toBe('Feature it');
  expect(await here('data/one.yml')).toBe('name: Edited\n');

  const aside = (await content('set-aside', '--all')).data<ContentActResultView>();
  expect([await here('data/one.yml'), site.git('show', `${aside.sha}:data/one.yml`)]).toEqual([
    'name: One\n',
    'name: Edited',
  ]);
  const back = await content('restore', 'data/one.yml', '--from', aside.sha.slice(0, 10));
  expect(back.data<ContentActResultView>().files).toBe(1);
  expect(await here('data/one.yml')).toBe('name: Edited\n');
  expect(site.git('merge-base', head, 'HEAD')).toBe(head);
  const nothing = await content('save-edits', '--all');
  expect([nothing.code, nothing.error().code]).toEqual([3, 'NOTHING_TO_DO']);
});

test('a detached head is named, with the act that mends it', async () => {
  site.git('checkout', '-q', '--detach');
  const status = (await content('status')).data<ContentStatusView>();
  expect(status.conditions).toContainEqual(expect.objectContaining({ code: 'detached', mend: 'attach-branch' }));
  expect((await cli.run(['content', 'status'])).stdout).toContain('content mend attach-branch');
  const mended = (await content('mend', 'attach-branch')).data<ContentStatusView>();
  expect(mended.branch).toBe('main');
});

test.for<string[]>([['mend', 'everything'], ['save-edits'], ['set-aside', 'works.yml', '--all']])(
  '%j is wrong usage',
  async (words) => {
    const answer = await content(...words);
    expect([answer.code, answer.error().code]).toEqual([2, 'INVALID_INPUT']);
  },
);

test('copies of the template are listed with what differs, and one is restored', async () => {
  const copy = 'works.backup.2026-11-22T12-00-00-000Z.yml';
  site.write('works.yml', 'featured: false\n');
  site.write(`backups/${copy}`, 'featured: true\n');
  if (site.git('status', '--porcelain', 'works.yml') !== '') site.commit('As before');
  const listed = await cli.run(['content', 'copies']);
  expect(listed.stdout).toContain('none of them is a backup');
  expect(listed.stdout).toMatch(/of {2,}works\.yml: differs from now\n {2}made {2,}2026-11-22 12:00.* old/);
  expect(listed.stdout).toContain('featured: false → true');
  const planned = (await content('restore-copy', `backups/${copy}`, '--plan')).data<{ kind: string }>();
  expect(planned.kind).toBe('copy');
  expect((await content('restore-copy', `backups/${copy}`)).data<ContentActResultView>().files).toBe(1);
  expect(await here('works.yml')).toBe('featured: true\n');
  const other = await content('restore-copy', 'works.yml');
  expect([other.code, other.error().code]).toEqual([2, 'INVALID_INPUT']);
});
