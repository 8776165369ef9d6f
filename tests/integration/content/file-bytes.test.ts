import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pathToken } from '@/lib/backup/kernel/path-token';
import { unwrap } from '@/lib/backup/kernel/result';
import { getContentBytes } from '@/lib/backup/use-cases/get-content-bytes';
import { getContentFile } from '@/lib/backup/use-cases/get-content-file';
import { type ContentModule, openContentModule } from './content-module';

let content: ContentModule;
beforeAll(async () => {
  content = await openContentModule();
});
afterAll(() => content.close());

const commit = (files: Record<string, string | Buffer>): string => {
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(content.site.path, name), bytes);
  return content.site.commit('Files');
};
const file = async (sha: string, name: string) => unwrap(await getContentFile(content.context, { path: name, sha }));
const bytesOf = (sha: string, name: string) => getContentBytes(content.context, { path: name, sha });

const head = (text: string) => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(20)]);
const PICTURES = {
  'a.png': ['image/png', head('\x89PNG\r\n\x1a\n')],
  'a.jpg': ['image/jpeg', head('\xff\xd8\xff\xe0')],
  'a.gif': ['image/gif', head('GIF89a')],
  'a.webp': ['image/webp', head('RIFF\x10\0\0\0WEBPVP8 ')],
  'no-name-of-a-picture': ['image/png', head('\x89PNG\r\n\x1a\n')],
} as const;

test('a picture is shown as one only where its bytes are one', async () => {
  const sha = commit({
    ...Object.fromEntries(Object.entries(PICTURES).map(([name, [, bytes]]) => [name, bytes])),
    'fake.png': '<script>alert(1)</script>',
    'half.webp': head('RIFF\x10\0\0\0WAVEfmt '),
    'drawing.svg': '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  });
  for (const [name, [type, bytes]] of Object.entries(PICTURES)) {
    expect(await file(sha, name)).toMatchObject({ form: 'picture', picture: type, text: null });
    expect(unwrap(await bytesOf(sha, name))).toEqual({ bytes, name, picture: type });
  }
  expect(await file(sha, 'fake.png')).toMatchObject({ form: 'binary', picture: null, text: null });
  expect(await file(sha, 'half.webp')).toMatchObject({ form: 'binary', picture: null });
  expect(await file(sha, 'drawing.svg')).toMatchObject({ form: 'text', picture: null });
  for (const name of ['fake.png', 'half.webp', 'drawing.svg'])
    expect(unwrap(await bytesOf(sha, name)).picture).toBeNull();
});

test('any file is given byte for byte: large, binary, not UTF-8, empty; of a link the place it names', async () => {
  const large = Buffer.alloc(3 * 1024 * 1024, 'line\n');
  const files = { 'large.yml': large, 'odd.txt': Buffer.from([0x66, 0xe9, 0x0a, 0xff]), 'none.yml': Buffer.alloc(0) };
  symlinkSync('/etc/passwd', path.join(content.site.path, 'link'));
  const sha = commit(files);
  for (const [name, bytes] of Object.entries(files))
    expect(unwrap(await bytesOf(sha, name)).bytes.equals(bytes)).toBe(true);
  expect(await file(sha, 'large.yml')).toMatchObject({ form: 'text', text: null, size: large.length });
  expect(await file(sha, 'odd.txt')).toMatchObject({ form: 'text', lossy: true });
  expect(unwrap(await bytesOf(sha, 'link')).bytes.toString()).toBe('/etc/passwd');
});

test('what is too large, a folder, or lies outside is refused', async () => {
  const sha = commit({ 'huge.bin': Buffer.alloc(33 * 1024 * 1024) });
  const refusal = async (name: string, at = sha) => {
    const answer = await bytesOf(at, name);
    return answer.ok ? 'given' : answer.error.code;
  };
  content.site.write('folder/a.yml', 'a: 1\n');
  const later = content.site.commit('Folder');
  expect(await refusal('huge.bin')).toBe('UNSUPPORTED');
  expect(await refusal('folder', later)).toBe('NOT_FOUND');
  expect(await refusal('folder/a.yml')).toBe('NOT_FOUND');
  for (const name of ['../secret', '.git/config', '/etc/passwd', 'a\0b', '']) {
    expect(await refusal(name)).toBe('INVALID_INPUT');
  }
  for (const at of ['HEAD', '--output=x', '', 'a'.repeat(39)]) expect(await refusal('a.png', at)).toBe('INVALID_INPUT');
  expect(pathToken('../secret')).not.toContain('.');
});

test('Markdown is told apart from its front matter, which stays where it cannot be read', async () => {
  const sha = commit({
    'page.md': '---\ntitle: One\ntags: [a, b]\n---\n# Body\n\ntext\n',
    'broken.mdx': '---\ntitle: [\n---\n# Body\n',
    'plain.md': '# Only\n',
    'long.md': 'word '.repeat(20_000),
    'latin.md': Buffer.from([0x23, 0x20, 0xe9]),
  });
  expect(await file(sha, 'page.md')).toMatchObject({
    markdown: '# Body\n\ntext\n',
    fields: [
      { field: 'title', value: 'One' },
      { field: 'tags', value: '[a, b]' },
    ],
  });
  expect(await file(sha, 'broken.mdx')).toMatchObject({ markdown: '---\ntitle: [\n---\n# Body\n', fields: null });
  expect(await file(sha, 'plain.md')).toMatchObject({ markdown: '# Only\n' });
  for (const name of ['long.md', 'latin.md']) expect((await file(sha, name)).markdown).toBeNull();
});
