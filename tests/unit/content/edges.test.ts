import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkSha } from '@/lib/backup/content/commit-sha';
import { checkFolderOrFile, checkPath } from '@/lib/backup/content/content-path';
import { readCursor, writeCursor } from '@/lib/backup/content/history-cursor';
import { publicRemote } from '@/lib/backup/content/public-remote';
import { AppFailure } from '@/lib/backup/kernel/app-error';
import { decodeBytes, encodeBytes } from '@/lib/backup/kernel/byte-text';
import { pathsToken, pathToken, readPathsToken, readPathToken } from '@/lib/backup/kernel/path-token';

const refusal = (work: () => unknown): string => {
  try {
    return `let through: ${String(work())}`;
  } catch (thrown) {
    return thrown instanceof AppFailure ? thrown.error.code : String(thrown);
  }
};

describe('paths', () => {
  test.each([
    ...[
      '',
      '.',
      '..',
      '/',
      '/etc/passwd',
      '//etc',
      '../x',
      'a/../../x',
      'a/..',
      './a',
      'a//b',
      'a/',
      'a/.',
      '\0',
      'a\0b',
    ],
    ...[
      '.git',
      '.git/config',
      'a/.git/hooks/post-checkout',
      '.GIT/config',
      '.Git',
      '.git.',
      '.git ',
      '.git. .',
      'git~1',
    ],
    ...['GIT~1/config', 'git~2', '.git::$INDEX_ALLOCATION/config', '.g\u200cit/config', '\ufeff.git', '.git\u200f'],
    ...['..\\..\\x', 'a\\..\\b', '.git\\config', 'C:/x', 'c:x', 'x'.repeat(4097)],
  ])('%j is refused', (path) => {
    expect(refusal(() => checkPath(path))).toBe('INVALID_INPUT');
  });

  test.each([
    ...[
      'a',
      'data/a.yml',
      '-rf',
      '--output=x',
      'a b',
      'a\nb',
      '.gitignore',
      '.gitattributes',
      '.github/x',
      'git',
      '..a',
    ],
    ...['a..b', '...', '%2e%2e/x', 'data/caf\u00e9', 'data/cafe\u0301', ':(top)x', 'HEAD', '@{-1}', 'x'.repeat(4096)],
  ])('%j is a name like any other', (path) => {
    expect(checkPath(path)).toBe(path);
  });

  test('a folder may end with a slash, as people write it', () => {
    expect(checkFolderOrFile('data/')).toBe('data');
    expect(refusal(() => checkFolderOrFile('/'))).toBe('INVALID_INPUT');
  });
});

describe('revisions', () => {
  test.each([
    ...['', 'HEAD', 'main', '-h', '--output=x', '--all', 'HEAD~1', 'HEAD^{tree}', 'a'.repeat(39), 'a'.repeat(41)],
    ...[
      'A'.repeat(40),
      'g'.repeat(40),
      `${'a'.repeat(40)}\n`,
      `${'a'.repeat(40)}^`,
      `${'a'.repeat(40)}:x`,
      ` ${'a'.repeat(40)}`,
    ],
    ...[`${'a'.repeat(40)}..${'b'.repeat(40)}`, '@', ':/text', '\0'],
  ])('%j is no id of a commit', (text) => {
    expect(refusal(() => checkSha(text))).toBe('INVALID_INPUT');
  });
});

describe('cursors', () => {
  const sha = 'a'.repeat(40);

  test.each([
    'x',
    '-',
    sha.slice(1),
    `${sha}-`,
    `${sha}--1`,
    `${sha}-1-2`,
    `${sha}-1e9`,
    `${sha}-99999999`,
    `--output=x`,
  ])('%j is refused', (text) => {
    expect(refusal(() => readCursor(text))).toBe('INVALID_INPUT');
  });

  test('come back as they went; the id of a commit means what is older', () => {
    expect(readCursor(writeCursor(checkSha(sha), 50))).toEqual({ anchor: sha, skip: 50 });
    expect(readCursor(sha)).toEqual({ anchor: sha, skip: 1 });
    expect(readCursor(undefined)).toEqual({ anchor: null, skip: 0 });
  });
});

test('bytes survive as text, and paths as tokens without a dot', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
      const text = decodeBytes(Buffer.from(bytes));
      expect(encodeBytes(text)).toEqual(Buffer.from(bytes));
      expect(pathToken(text)).toMatch(/^[\w-]+$/);
      expect(readPathToken(pathToken(text))).toBe(text);
    }),
  );
  for (const token of ['', '.', '%', 'a', '===', 'Li4vLg==', '/']) expect(readPathToken(token)).toBeNull();
});

test('many paths for one address come back, and what is no list of paths is none', () => {
  const path = fc.uint8Array({ minLength: 1 }).map((bytes) => decodeBytes(Buffer.from(bytes.filter(Boolean))));
  fc.assert(
    fc.property(fc.array(path.filter(Boolean), { minLength: 1 }), (paths) => {
      const token = pathsToken(paths);
      expect(token).toMatch(/^[\w-]+$/);
      expect(readPathsToken(token)).toEqual(paths);
    }),
  );
  const items = Array.from({ length: 300 }, (_, index) => `data/item-${index}/item-${index}.yml`);
  expect(pathsToken(items).length).toBeLessThan(2_500);
  for (const token of [
    '',
    '.',
    '%',
    'a',
    '===',
    pathsToken(['']),
    pathsToken(['a', '', 'b']),
    pathsToken(items).slice(9),
  ])
    expect(readPathsToken(token)).toBeNull();
  expect(readPathsToken(pathsToken(['a'.repeat(5_000_000)]))).toBeNull();
});

test.each([
  ['https://user:secret@github.com/a/b.git', 'https://github.com/a/b.git'],
  ['https://secret@github.com/a?token=secret#secret', 'https://github.com/a'],
  ['git@github.com:a/b.git', 'github.com:a/b.git'],
])('%s is shown as %s', (address, shown) => {
  expect(publicRemote(address)).toBe(shown);
});
