import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readFields } from '@/lib/backup/content/documents';
import { fieldChanges, listFields } from '@/lib/backup/policy/field-changes';

const fields = (text: string) => readFields('x.yml', Buffer.from(text)) ?? undefined;
const changes = (before: string, after: string) => fieldChanges(fields(before), fields(after));

describe('one field', () => {
  test.each([
    ['featured: false', 'featured: true', { field: 'featured', before: 'false', after: 'true', list: null }],
    ['a: 1', 'a: "1"', { field: 'a', before: '1', after: '"1"', list: null }],
    ['a: null', 'a: "null"', { field: 'a', before: 'null', after: '"null"', list: null }],
    ['a: {b: {c: old}}', 'a: {b: {c: new}}', { field: 'a.b.c', before: 'old', after: 'new', list: null }],
    ['a: 1', 'a: 1\nb: ""', { field: 'b', before: null, after: '""', list: null }],
    ['a: 1\nb: null', 'a: 1', { field: 'b', before: 'null', after: null, list: null }],
    ['"a.b": 1', '"a.b": 2', { field: '"a.b"', before: '1', after: '2', list: null }],
    ['a: {}', 'a: []', { field: 'a', before: '{}', after: '[]', list: null }],
    ['a: {}', 'b: 1\na: {}', { field: 'b', before: null, after: '1', list: null }],
    [
      'a: 9007199254740993',
      'a: 9007199254740992',
      { field: 'a', before: '9007199254740993', after: '9007199254740992', list: null },
    ],
    ['a: |\n  one\n  two', 'a: one', { field: 'a', before: '"one\\ntwo\\n"', after: 'one', list: null }],
    ['__proto__: 1', '__proto__: 2', { field: '__proto__', before: '1', after: '2', list: null }],
  ])('%j → %j', (before, after, expected) => {
    expect(changes(before, after)).toEqual([expected]);
  });

  test('the order of keys and the way a value is written are no change', () => {
    expect(changes('a: 1\nb: x', 'b: "x"\na: 0x1')).toEqual([]);
  });
});

describe('lists', () => {
  test('by element', () => {
    expect(changes('tags: [a, b, b]', 'tags: [b, c]')).toEqual([
      { field: 'tags', before: '[a, b, b]', after: '[b, c]', list: { removed: ['a', 'b'], added: ['c'] } },
    ]);
  });

  test('another order alone has nothing removed and nothing added', () => {
    expect(changes('tags: [a, b, c]', 'tags: [c, a, b]')).toEqual([
      { field: 'tags', before: '[a, b, c]', after: '[c, a, b]', list: { removed: [], added: [] } },
    ]);
  });

  test('elements with a name of their own are followed wherever they stand', () => {
    const before = 'links: [{id: a, url: x}, {id: b, url: old}]';
    const after = 'links: [{id: c, url: z}, {id: a, url: x}, {id: b, url: new}]';
    expect(changes(before, after)).toEqual([
      expect.objectContaining({ field: 'links', list: { removed: [], added: ['{id: c, url: z}'] } }),
      { field: 'links[2].url', before: 'old', after: 'new', list: null },
    ]);
  });

  test('a file that is a list', () => {
    expect(changes('- id: a\n  name: A', '- id: a\n  name: B')).toEqual([
      { field: '[0].name', before: 'A', after: 'B', list: null },
    ]);
  });
});

const scalar = fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.constant(null));
const document = fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(scalar, fc.array(scalar)));

test('the same document has no changes, another one has some', () => {
  fc.assert(
    fc.property(document, document, (left, right) => {
      const [before, after] = [JSON.stringify(left), JSON.stringify(right)];
      expect(changes(before, before)).toEqual([]);
      const isSame = JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
      if (before !== '{}' && after !== '{}') expect(changes(before, after).length > 0).toBe(!isSame);
    }),
  );
});

const sorted = (value: Record<string, unknown>) => Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));

test('a value is written so that YAML reads the same value back', () => {
  fc.assert(
    fc.property(scalar, (value) => {
      const [field] = listFields(new Map([['a', value]]));
      expect(parse(`[${field?.value}]`)).toEqual([value]);
    }),
  );
});

describe('documents', () => {
  test.each([
    ['item.md', '---\nname: One\n---\n# Text\n', ['name']],
    ['item.md', '---\r\nname: One\r\n---\r\nText', ['name']],
    ['item.mdx', '---\n---\nText', null],
    ['item.md', 'No front matter\n---\nname: One\n---\n', null],
    ['item.json', '{"a": 1}', ['a']],
    ['item.yml', 'a: [', null],
    ['item.yml', 'a: 1\na: 2', null],
    ['item.yml', '', null],
    ['item.txt', 'a: 1', null],
    ['item.yml', 'a: !!js/function "x"', ['a']],
  ])('%s %j', (path, text, expected) => {
    const value = readFields(path, Buffer.from(text));
    expect(value === null ? null : listFields(value).map(({ field }) => field)).toEqual(expected);
  });

  test('aliases without end, nesting without end and bytes that are no text are not followed', () => {
    const bomb = Array.from({ length: 30 }, (_, level) =>
      level === 0 ? 'a0: &a0 [x, x]' : `a${level}: &a${level} [*a${level - 1}, *a${level - 1}]`,
    ).join('\n');
    expect(readFields('x.yml', Buffer.from(bomb))).toBeNull();
    expect(readFields('x.yml', Buffer.from(`${'['.repeat(50_000)}`))).toBeNull();
    expect(readFields('x.yml', Buffer.from(`a: ${'['.repeat(200)}${']'.repeat(200)}`))).toBeNull();
    expect(readFields('x.yml', Buffer.from([0x61, 0x3a, 0x20, 0xff]))).toBeNull();
  });
});
