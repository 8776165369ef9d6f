import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  ContentActResultView,
  ContentDiffView,
  ContentFileView,
  ContentHistoryView,
  ContentIncidentView,
  ContentPlanView,
  ContentStatusView,
  DeletedFilesView,
} from '@/lib/backup/views';
import type { ContentRepository } from '../content/content-repository';
import { type ContentCli, openContentCli } from './content-cli';
import type { TestCli } from './run-cli';

const ODD = 'data/\u202egnp"\n.yml';

let opened: ContentCli;
let cli: TestCli;
let site: ContentRepository;
let first: string;
let damage: string;
let last: string;

beforeAll(async () => {
  opened = await openContentCli((repository) => {
    for (let item = 0; item < 60; item += 1) repository.write(`data/item-${item}/item.yml`, `name: Item ${item}\n`);
    repository.write('works.yml', 'featured: false\n');
    repository.write(ODD, 'odd: true\n');
    first = repository.commit('First items');
    for (let item = 0; item < 30; item += 1) repository.git('rm', '-q', '-r', '--', `data/item-${item}`);
    damage = repository.commit('Update \u001b[31mdata');
    repository.write('works.yml', 'featured: true\n');
    repository.write('data/new/item.yml', 'name: New\n');
    last = repository.commit('Feature it');
  });
  ({ cli, site } = opened);
});
afterAll(() => opened?.close());

const content = (...words: string[]) => opened.content(...words);
const here = (file: string) => opened.here(file);

describe('reading', () => {
  test('log, of all and of one file; short ids are enough', async () => {
    const [all, one, page] = await Promise.all([
      content('log'),
      content('log', 'works.yml'),
      content('log', '--limit', '1'),
    ]);
    expect(all.data<ContentHistoryView>().commits.map(({ sha }) => sha)).toEqual([last, damage, first]);
    expect(one.data<ContentHistoryView>().commits.map(({ sha }) => sha)).toEqual([last, first]);
    const { nextCursor } = page.data<ContentHistoryView>();
    const older = await content('log', '--limit', '1', '--before', nextCursor ?? '');
    expect(older.data<ContentHistoryView>().commits.map(({ sha }) => sha)).toEqual([damage]);
  });

  test('show and diff, with a path after "--"', async () => {
    const [shown, file, between, now] = await Promise.all([
      content('show', last.slice(0, 8)),
      content('show', first.slice(0, 8), 'works.yml'),
      cli.run(['content', 'diff', '--json', first.slice(0, 8), last.slice(0, 8), '--', 'works.yml']),
      cli.run(['content', 'diff', '--json', first, '--', 'works.yml']),
    ]);
    expect(shown.data<ContentDiffView>().commit?.sha).toBe(last);
    expect(file.data<ContentFileView>().text).toBe('featured: false\n');
    for (const answer of [between, now]) {
      const [change, ...more] = answer.data<ContentDiffView>().files;
      expect(more).toEqual([]);
      expect(change).toMatchObject({
        path: 'works.yml',
        fields: [{ field: 'featured', before: 'false', after: 'true' }],
      });
    }
  });

  test('names and words of others are safe to print, and exact as JSON', async () => {
    const [told, exact, log] = await Promise.all([
      cli.run(['content', 'show', first]),
      content('show', first),
      cli.run(['content', 'log']),
    ]);
    expect(told.stdout).toContain('"data/\\u202egnp\\"\\n.yml"');
    expect(told.stdout).not.toContain('\u202e');
    expect(log.stdout).toContain('Update \\u001b[31mdata');
    expect(exact.data<ContentDiffView>().files.map((file) => file.path)).toContain(ODD);
    const again = await content('show', first, JSON.stringify(ODD));
    expect(again.data<ContentFileView>()).toMatchObject({ path: ODD, text: 'odd: true\n' });
  });

  test('deleted, incidents, status', async () => {
    const [gone, incidents, status, doctor] = await Promise.all([
      content('deleted'),
      content('incidents'),
      content('status'),
      cli.run(['doctor', '--json']),
    ]);
    expect(gone.data<DeletedFilesView>().files).toHaveLength(30);
    expect(incidents.data<ContentIncidentView[]>()).toEqual([
      expect.objectContaining({ sha: damage, deleted: 30, total: 62, recovered: false, missing: 30 }),
    ]);
    expect(status.data<ContentStatusView>()).toMatchObject({ head: last, unsaved: [] });
    const check = doctor.data<Record<string, { status: string; hint: string | null }>>().content;
    expect(check).toMatchObject({
      status: 'warning',
      hint: expect.stringContaining(`content recover ${damage.slice(0, 10)}`),
    });
  });

  test.for<[words: string[], code: number, error: string]>([
    [['show', 'nothing'], 2, 'INVALID_INPUT'],
    [['show', '--output=pwned'], 2, 'INVALID_INPUT'],
    [['show', '0000000'], 1, 'NOT_FOUND'],
    [['show', 'HEAD', '../../etc/passwd'], 2, 'INVALID_INPUT'],
    [['show', 'HEAD', '.git/config'], 2, 'INVALID_INPUT'],
    [['log', '--limit', 'many'], 2, 'INVALID_INPUT'],
    [['restore', 'works.yml'], 2, 'INVALID_INPUT'],
    [['restore', '--from', 'HEAD'], 2, 'INVALID_INPUT'],
    [['restore', 'works.yml', '--from', 'HEAD'], 3, 'NOTHING_TO_DO'],
  ])('%j is refused', async ([words, code, error]) => {
    const answer = await content(...words);
    expect([answer.code, answer.error().code]).toEqual([code, error]);
  });
});

test('a plan changes nothing; restore, its undo, and a mass deletion recovered', async () => {
  const plan = (await content('restore', 'works.yml', '--from', first.slice(0, 9), '--plan')).data<ContentPlanView>();
  expect(plan).toMatchObject({ kind: 'restore', sha: first, expectedHead: last, refusals: [] });
  expect([site.git('rev-parse', 'HEAD'), await here('works.yml')]).toEqual([last, 'featured: true\n']);

  const restored = (await content('restore', 'works.yml', '--from', first)).data<ContentActResultView>();
  expect(restored).toMatchObject({ files: 1, live: true, pushed: 'no-remote' });
  expect([site.git('rev-parse', 'HEAD'), await here('works.yml')]).toEqual([restored.sha, 'featured: false\n']);
  expect(site.git('log', '-1', '--format=%an %B')).toMatch(/\(terminal\)[\s\S]*Backup-Run: [0-9A-Z]{26}/);

  const undone = (await content('revert', restored.sha.slice(0, 9))).data<ContentActResultView>();
  expect([undone.files, await here('works.yml')]).toEqual([1, 'featured: true\n']);

  expect((await content('recover', damage)).data<ContentActResultView>()).toMatchObject({ files: 30, live: true });
  expect([await here('data/item-7/item.yml'), await here('data/new/item.yml')]).toEqual([
    'name: Item 7\n',
    'name: New\n',
  ]);
  expect((await content('incidents')).data<ContentIncidentView[]>()[0]).toMatchObject({ sha: damage, recovered: true });
  const again = await content('recover', damage);
  expect([again.code, again.error().code]).toEqual([3, 'NOTHING_TO_DO']);
});

test('where git is missing it says so, and nothing else breaks', async () => {
  const folder = path.join(cli.directory, 'without-git');
  await mkdir(folder);
  await symlink(process.execPath, path.join(folder, 'node'));
  const without = (...words: string[]) => cli.run([...words, '--json'], { PATH: folder });
  for (const words of [['log'], ['status'], ['incidents'], ['recover', damage]]) {
    const refused = await without('content', ...words);
    expect([refused.code, refused.error().code]).toEqual([1, 'UNSUPPORTED']);
    expect([refused.error().message, refused.error().hint]).toEqual([
      'Content history is unavailable here: Git is not installed.',
      expect.stringContaining('Install Git'),
    ]);
  }
  const made = (await without('create')).data<{ id: string }>();
  expect((await without('list')).data<{ id: string }[]>().map(({ id }) => id)).toContain(made.id);
  const report = (await without('doctor')).data<Record<string, { status: string }>>();
  expect([report.content?.status, report.storage?.status]).toEqual(['warning', 'ok']);
});
