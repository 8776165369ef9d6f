import fc from 'fast-check';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { unseenParts } from '@/components/admin/backups/content/foreign';
import { canRender } from '@/components/admin/backups/content/markdown-limits';
import { MarkdownText } from '@/components/admin/backups/content/markdown-text';
import { pathTree } from '@/components/admin/backups/content/path-tree';
import { words } from './english';

describe('files as a tree', () => {
  const shape = (tree: ReturnType<typeof pathTree<{ path: string }>>): unknown => [
    tree.name,
    ...tree.folders.map(shape),
    ...tree.files.map(({ name }) => name),
  ];
  const treeOf = (...paths: string[]) => pathTree(paths.map((path) => ({ path })));

  it('puts files under their folders, and one folder alone on one line', () => {
    expect(shape(treeOf('a/b/c/1', 'a/b/c/2'))).toEqual(['a/b/c/', '1', '2']);
    expect(shape(treeOf('a/1', 'b/c/2', 'b/c/3', 'works.yml'))).toEqual([
      '',
      ['a/', '1'],
      ['b/c/', '2', '3'],
      'works.yml',
    ]);
    expect(shape(treeOf('works.yml'))).toEqual(['', 'works.yml']);
    expect(treeOf('a/b/1', 'a/c/2').folders.map(({ path }) => path)).toEqual(['a/b/', 'a/c/']);
  });

  it('loses no file, whatever it is called', () => {
    const part = fc.string({ minLength: 1, maxLength: 3 }).filter((text) => !text.includes('/'));
    const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 40 }), (paths) => {
        const collect = (tree: ReturnType<typeof pathTree<{ path: string }>>): string[] => [
          ...tree.folders.flatMap(collect),
          ...tree.files.map(({ item }) => item.path),
        ];
        const tree = treeOf(...paths);
        expect(collect(tree).sort()).toEqual([...paths].sort());
        expect(tree.all).toHaveLength(paths.length);
      }),
    );
  });
});

describe('Markdown of others', () => {
  const MUCH = 16_000;
  it.each([
    ['quotes in quotes', '>'.repeat(2_000)],
    ['lists in lists', Array.from({ length: 40 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')],
    ['lists on one line', '- '.repeat(500)],
    ['brackets', '['.repeat(MUCH)],
    ['pictures', '!['.repeat(MUCH / 2)],
    ['emphasis', '**a*'.repeat(MUCH / 4)],
    ['links', '[a]('.repeat(MUCH / 4)],
    ['lines', 'a\n===\n'.repeat(300)],
    ['length', 'word '.repeat(4_000)],
  ])('%s without end are not rendered', (_, text) => {
    expect(canRender(text)).toBe(false);
  });

  it('renders what people write', () => {
    const page = `# Title\n\nSome *words*, a [link](https://example.com) and \`code\`.\n\n- one\n  - two\n    - three\n\n> said\n\n1. a\n2. b\n\n${'Prose. '.repeat(500)}\n`;
    expect(canRender(page)).toBe(true);
    const html = renderToString(createElement(MarkdownText, { text: page, words }));
    for (const part of ['<em>words</em>', '<code>code</code>', '<blockquote>', '<ol>', '(<bdi']) {
      expect(html).toContain(part);
    }
    expect(html).not.toMatch(/<a |<h\d|<img/);
  });

  it('shows what hides in it, in code too', () => {
    const html = renderToString(createElement(MarkdownText, { text: 'a\u202eb `c\u200bd`', words }));
    expect(html).not.toMatch(/[\u202e\u200b]/);
    expect(html).toContain('U+202E');
    expect(html).toContain('U+200B');
  });
});

it('names every character that is not seen, and leaves the others', () => {
  const text = 'a\u0000\u001b\u200e\u2066\ufeff\ud800b\tc\n漢字é';
  const parts = unseenParts(text);
  expect(parts.filter(({ unseen }) => unseen).map((part) => part.text)).toEqual([
    ...['U+0000', 'U+001B', 'U+200E', 'U+2066', 'U+FEFF', 'U+D800'],
  ]);
  const rest = parts.filter(({ unseen }) => !unseen).map((part) => part.text);
  expect(rest.join('')).toBe('ab\tc\n漢字é');
});
