import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pathToken, readPathToken } from '@/lib/backup/kernel/path-token';
import { unwrap } from '@/lib/backup/kernel/result';
import { getContentDiff } from '@/lib/backup/use-cases/get-content-diff';
import { getContentFile } from '@/lib/backup/use-cases/get-content-file';
import { getContentHistory } from '@/lib/backup/use-cases/get-content-history';
import { getDeletedFiles } from '@/lib/backup/use-cases/get-deleted-files';
import { getFileHistory } from '@/lib/backup/use-cases/get-file-history';
import { type ContentModule, openContentModule } from './content-module';
import { commitOddFiles, ODD_FILES } from './odd-files';

let content: ContentModule;
let first: string;
let second: string;
let third: string;

const changed = ODD_FILES.map((file) => ({ ...file, bytes: Buffer.concat([file.bytes, Buffer.from('more: 1\n')]) }));

beforeAll(async () => {
  content = await openContentModule();
  first = commitOddFiles(content.site.path, ODD_FILES, 'Odd files');
  second = commitOddFiles(content.site.path, changed, 'Change all');
  third = commitOddFiles(content.site.path, [{ path: 'left.yml', bytes: Buffer.from('name: Left\n') }], 'Delete all');
});
afterAll(() => content.close());

test('each is counted, listed and compared under its own name', async () => {
  const { commits } = unwrap(await getContentHistory(content.context));
  expect(commits.map(({ sha, counts }) => [sha, counts])).toEqual([
    [third, { added: 1, changed: 0, deleted: ODD_FILES.length, renamed: 0 }],
    [second, { added: 0, changed: ODD_FILES.length, deleted: 0, renamed: 0 }],
    [first, { added: ODD_FILES.length, changed: 0, deleted: 0, renamed: 0 }],
  ]);
  const diff = unwrap(await getContentDiff(content.context, { sha: second }));
  expect(diff.files.map(({ path }) => path).sort()).toEqual(ODD_FILES.map(({ path }) => path).sort());
  for (const file of diff.files) {
    if (file.form !== 'text' || file.cut) continue;
    const added = file.hunks?.flatMap(({ lines }) => lines).filter(({ kind }) => kind === 'added');
    expect(added?.map(({ text }) => text).join('\n')).toContain('more: 1');
  }
});

describe.each(ODD_FILES.map((file) => [JSON.stringify(file.path), file] as const))('%s', (_, { path, bytes, mode }) => {
  test('has its history, its bytes and its token', async () => {
    const history = unwrap(await getFileHistory(content.context, { path }));
    expect(history.commits.map(({ sha, path: name }) => [sha, name])).toEqual([
      [third, path],
      [second, path],
      [first, path],
    ]);
    const file = unwrap(await getContentFile(content.context, { path, sha: first }));
    expect(file).toMatchObject({ path, mode: mode ?? '100644', size: bytes.length });
    if (file.text !== null && !file.lossy) expect(Buffer.from(file.text)).toEqual(bytes);
    const token = pathToken(path);
    expect(token).toMatch(/^[\w-]+$/);
    expect(readPathToken(token)).toBe(path);
    const one = unwrap(await getContentDiff(content.context, { sha: second, path, showAll: true }));
    expect(one.files.map((entry) => entry.path)).toEqual([path]);
  });
});

test('deleted, each can be found again', async () => {
  const { files, nextCursor } = unwrap(await getDeletedFiles(content.context, { limit: 500 }));
  expect(files.map(({ path }) => path).sort()).toEqual(ODD_FILES.map(({ path }) => path).sort());
  expect(new Set(files.map(({ lastIn }) => lastIn))).toEqual(new Set([second]));
  expect(nextCursor).toBeNull();
});

describe('contents', () => {
  const change = async (path: string, showAll = false) =>
    unwrap(await getContentDiff(content.context, { sha: second, path, showAll })).files[0];

  test('line ends of Windows stay, and the missing end is said', async () => {
    const lines = (await change('contents/crlf.yml'))?.hunks?.flatMap((hunk) => hunk.lines) ?? [];
    expect(lines.map(({ text }) => text)).toEqual(['name: One\r', 'kind: Two\r', 'more: 1']);
    const ending = (await change('contents/no-end.yml'))?.hunks?.[0]?.lines ?? [];
    expect(ending[0]).toMatchObject({ kind: 'removed', text: 'name: One', noNewline: true });
  });

  test('bytes that are no UTF-8 are said to be stand-ins', async () => {
    expect(await change('contents/latin1.md')).toMatchObject({ lossy: true, form: 'text' });
    expect(await change('contents/crlf.yml')).toMatchObject({ lossy: false });
  });

  test('a line of two megabytes is left out, and shown when asked for', async () => {
    expect(await change('contents/long-line.yml')).toMatchObject({ form: 'text', cut: true, hunks: null });
    const whole = await change('contents/long-line.yml', true);
    expect(whole).toMatchObject({ cut: false });
    expect(whole?.hunks?.[0]?.lines[0]?.text).toHaveLength(2 * 1024 * 1024 + 6);
  });

  test('binary is not shown as text; a link shows where it points and is not followed', async () => {
    expect(await change('contents/nul.bin')).toMatchObject({ form: 'binary', hunks: null, sizeBefore: 5 });
    const link = unwrap(await getContentFile(content.context, { path: 'contents/link', sha: first }));
    expect(link).toMatchObject({ form: 'symlink', text: '/etc/passwd', mode: '120000', fields: null });
  });

  test('a text that looks like a patch stays a text', async () => {
    const file = await change('contents/like-a-patch.txt');
    expect(file?.hunks).toHaveLength(1);
    expect(file?.hunks?.[0]?.lines.at(-1)).toMatchObject({ kind: 'added', text: 'more: 1' });
  });
});
