import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { type ContentDiffRequest, getContentDiff } from '@/lib/backup/use-cases/get-content-diff';
import type { FileChangeView } from '@/lib/backup/views';
import { type ContentModule, openContentModule } from './content-module';

let content: ContentModule;

beforeEach(async () => {
  content = await openContentModule();
});
afterEach(() => content.close());

const diff = async (request: ContentDiffRequest) => unwrap(await getContentDiff(content.context, request));
const one = async (request: ContentDiffRequest): Promise<FileChangeView> => {
  const { files } = await diff(request);
  const [file] = files;
  if (!file || files.length > 1) throw new Error(`${files.length} files.`);
  return file;
};

test('one changed field: as a field, and as lines with the changed part marked', async () => {
  const { site } = content;
  site.write('data/a/a.yml', 'name: A\nfeatured: false\ntags: [x, y]\n');
  const first = site.commit('First');
  site.write('data/a/a.yml', 'name: A\nfeatured: true\ntags: [x, z]\n');
  const second = site.commit('Second');
  const view = await diff({ sha: second });
  expect(view).toMatchObject({ from: first, to: second, merge: false, commit: { subject: 'Second' }, moreFiles: 0 });
  expect(view.files[0]).toMatchObject({ kind: 'changed', form: 'text', cut: false, lossy: false, sizeBefore: 37 });
  expect(view.files[0]?.fields).toEqual([
    { field: 'featured', before: 'false', after: 'true', list: null },
    expect.objectContaining({ field: 'tags', list: { removed: ['"y"'], added: ['z'] } }),
  ]);
  const lines = view.files[0]?.hunks?.[0]?.lines;
  expect(lines?.map(({ kind, before, after, text }) => [kind, before, after, text])).toEqual([
    ['context', 1, 1, 'name: A'],
    ['removed', 2, null, 'featured: false'],
    ['removed', 3, null, 'tags: [x, y]'],
    ['added', null, 2, 'featured: true'],
    ['added', null, 3, 'tags: [x, z]'],
  ]);
  expect(lines?.map(({ marks }) => marks)).toEqual([[], [[10, 15]], [[10, 11]], [[10, 14]], [[10, 11]]]);
});

test('added, deleted, renamed, mode, link and other repository', async () => {
  const { site } = content;
  site.write('gone.yml', 'nothing: like the others\n');
  site.write('old.yml', 'name: long enough to be known again\nmore: of it\n');
  site.write('run.sh', 'true\n');
  site.write('kind.txt', 'a file\n');
  site.commit('First');
  rmSync(path.join(site.path, 'gone.yml'));
  site.git('mv', 'old.yml', 'new.yml');
  site.git('update-index', '--chmod=+x', 'run.sh');
  rmSync(path.join(site.path, 'kind.txt'));
  symlinkSync('/etc/passwd', path.join(site.path, 'kind.txt'));
  site.write('added.yml', 'a: 1\n');
  const inner = site.git('rev-parse', 'HEAD');
  site.git('add', 'added.yml', 'gone.yml', 'kind.txt');
  site.git('update-index', '--add', '--cacheinfo', `160000,${inner},inner`);
  site.git('commit', '-q', '-m', 'All kinds');
  const view = await diff({ sha: site.git('rev-parse', 'HEAD') });
  const rows = view.files.map(({ kind, path: name, from, form, modeBefore, modeAfter }) =>
    [kind, from, name, form, modeBefore, modeAfter].join(' '),
  );
  expect(rows.sort()).toEqual(
    [
      'added  added.yml text  100644',
      'deleted  gone.yml text 100644 ',
      'added  inner submodule  160000',
      'changed  kind.txt symlink 100644 120000',
      'renamed old.yml new.yml text 100644 100644',
      'mode  run.sh text 100644 100755',
    ].sort(),
  );
  expect(view.files.find(({ form }) => form === 'submodule')).toMatchObject({ hunks: null, sizeAfter: null });
});

test('caps: lines, bytes and files; and what "show anyway" gives', async () => {
  const { site } = content;
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}\n`).join('');
  site.write('lines.txt', lines(1500));
  site.write('large.txt', lines(80_000));
  for (let index = 0; index < 310; index += 1) site.write(`many/${index}.yml`, `i: ${index}\n`);
  const sha = site.commit('All');
  const view = await diff({ sha });
  expect(view.files).toHaveLength(300);
  expect(view).toMatchObject({ moreFiles: 12, counts: { added: 312 } });
  const cut = view.files.find(({ path: name }) => name === 'lines.txt');
  expect(cut).toMatchObject({ cut: true });
  expect(cut?.hunks?.[0]?.lines).toHaveLength(1000);
  expect(await one({ sha, path: 'large.txt' })).toMatchObject({ cut: true, hunks: null, form: 'text' });
  const whole = await one({ sha, path: 'lines.txt', showAll: true });
  expect(whole.cut).toBe(false);
  expect(whole.hunks?.[0]?.lines).toHaveLength(1500);
  expect((await one({ sha, path: 'many/309.yml' })).hunks?.[0]?.lines).toHaveLength(1);
});

test('a merge is compared with its first parent, the first commit with nothing', async () => {
  const { site } = content;
  site.write('a.yml', 'a: 1\n');
  const first = site.commit('First');
  site.git('checkout', '-q', '-b', 'side');
  site.write('side.yml', 'a: 1\n');
  site.commit('Side');
  site.git('checkout', '-q', 'main');
  site.write('b.yml', 'a: 1\n');
  const second = site.commit('Second');
  site.git('merge', '-q', '--no-ff', '-m', 'Merge', 'side');
  const view = await diff({ sha: site.git('rev-parse', 'HEAD') });
  expect(view).toMatchObject({ merge: true, from: second, files: [{ path: 'side.yml' }] });
  expect(await diff({ sha: first })).toMatchObject({ from: null, files: [{ path: 'a.yml', kind: 'added' }] });
  expect((await diff({ from: second, to: first })).files).toMatchObject([{ path: 'b.yml', kind: 'deleted' }]);
});

test('against now: edits, new files, deletions, links; nothing outside is read', async () => {
  const { site, shop } = content;
  site.write('.gitignore', 'ignored/\n');
  site.write('edited.yml', 'a: 1\n');
  site.write('gone.yml', 'a: 1\n');
  site.write('folder/inside.yml', 'a: 1\n');
  const sha = site.commit('First');
  site.write('edited.yml', 'a: 2\n');
  site.write('new/file.yml', 'b: 1\n');
  site.write('new/picture.png', '\0\0');
  site.write('ignored/x.yml', 'x: 1\n');
  rmSync(path.join(site.path, 'gone.yml'));
  rmSync(path.join(site.path, 'folder'), { recursive: true });
  mkdirSync(path.join(shop.root, 'outside'));
  writeFileSync(path.join(shop.root, 'outside/inside.yml'), 'secret: 1\n');
  symlinkSync(path.join(shop.root, 'outside'), path.join(site.path, 'folder'));
  const view = await diff({ from: sha });
  expect(view).toMatchObject({ from: sha, to: null, commit: null });
  expect(view.files.map(({ kind, path: name, form }) => `${kind} ${name} ${form}`).sort()).toEqual([
    'added folder symlink',
    'added new/file.yml text',
    'added new/picture.png picture',
    'changed edited.yml text',
    'deleted folder/inside.yml text',
    'deleted gone.yml text',
  ]);
  const edited = view.files.find(({ path: name }) => name === 'edited.yml');
  expect(edited).toMatchObject({ fields: [{ field: 'a', before: '1', after: '2' }], sizeAfter: 5 });
  const added = view.files.find(({ path: name }) => name === 'new/file.yml');
  expect(added).toMatchObject({ hunks: [{ lines: [{ kind: 'added', text: 'b: 1' }] }] });
  expect(added?.fields).toEqual([{ field: 'b', before: null, after: '1', list: null }]);
  expect(JSON.stringify(view)).not.toContain('secret');
});

test('a document that does not parse is shown as text', async () => {
  const { site } = content;
  site.write('a.yml', 'a: 1\n');
  site.commit('First');
  site.write('a.yml', 'a: [\n');
  const broken = await one({ sha: site.commit('Broken') });
  expect(broken.fields).toBeNull();
  expect(broken.hunks).toHaveLength(1);
});

test('attributes of the repository hide nothing', async () => {
  const { site } = content;
  site.write('.gitattributes', '*.yml -diff\n*.yml binary\n');
  site.write('a.yml', 'a: 1\n');
  site.commit('First');
  site.write('a.yml', 'a: 2\n');
  expect(await one({ sha: site.commit('Second') })).toMatchObject({ form: 'text', hunks: [{}] });
});

test('any text can be put together again from its lines', async () => {
  const { site } = content;
  const line = fc.constantFrom(
    '',
    'a',
    'b: 1',
    '-',
    '+',
    ' x',
    '@@ -1 +1 @@',
    'diff --git a/x b/x',
    '\\ No newline',
    'é\r',
  );
  const texts = fc.tuple(fc.array(line, { maxLength: 12 }), fc.boolean());
  const text = ([lines, isEnded]: [string[], boolean]) => lines.join('\n') + (isEnded && lines.length > 0 ? '\n' : '');
  await fc.assert(
    fc.asyncProperty(texts, texts, async (left, right) => {
      const [before, after] = [text(left), text(right)];
      if (before === after) return;
      site.write('x.txt', before);
      site.write('always.txt', '1');
      const from = site.commit('Before');
      site.write('x.txt', after);
      const to = site.commit('After');
      const file = await one({ from, to, showAll: true });
      const lines = (file.hunks ?? []).flatMap((hunk) => hunk.lines);
      // Files this short are within one hunk, so context and changes are the whole file.
      const side = (kind: string) =>
        lines
          .filter((row) => row.kind === 'context' || row.kind === kind)
          .map((row) => row.text + (row.noNewline ? '' : '\n'))
          .join('');
      if (file.hunks?.length === 1 && lines[0] && (lines[0].before ?? lines[0].after) === 1) {
        expect(after.startsWith(side('added'))).toBe(true);
        expect(before.startsWith(side('removed'))).toBe(true);
      }
      for (const row of lines)
        for (const [start, end] of row.marks) expect(end).toBeLessThanOrEqual(row.text.length + start);
    }),
    { numRuns: 25 },
  );
});

describe('refusals', () => {
  test('commits that are not here, trees and words', async () => {
    content.site.commit('First');
    const tree = content.site.git('rev-parse', 'HEAD^{tree}');
    const code = async (request: ContentDiffRequest) => {
      const result = await getContentDiff(content.context, request);
      return result.ok ? 'ok' : result.error.code;
    };
    expect(await code({ sha: 'a'.repeat(40) })).toBe('NOT_FOUND');
    expect(await code({ from: 'a'.repeat(40), to: 'b'.repeat(40) })).toBe('NOT_FOUND');
    expect(await code({ sha: tree })).toBe('NOT_FOUND');
    expect(await code({ sha: 'HEAD' })).toBe('INVALID_INPUT');
  });
});
