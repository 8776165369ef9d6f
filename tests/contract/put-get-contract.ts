import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { CurrentStore } from './object-store-contract';
import { bodyOf, codeOf, contentOf, keysIn, textAt } from './store-under-test';

const ODD_KEYS = [
  'site/ü ñ/日本語 🗄.sql',
  'site/a b/c+d=e&f.json',
  "site/it's (1)/[x]{y}#%20?.dump",
  'site/’quoted’/x',
];

const INVALID_KEYS = [
  '',
  '/absolute',
  'a//b',
  'a/',
  '../up',
  'a/../b',
  'a/./b',
  '..',
  'a\\b',
  'a\0b',
  'a\nb',
  '-f',
  'a/-rf',
  '.hidden',
  'a/.x.0123456789abcdef.part',
  'x'.repeat(501),
  `a/${'ü'.repeat(200)}`,
  'lone\ud800surrogate',
];

export function putGetContract(current: CurrentStore): void {
  it('gives back what was put, with its size and time', async () => {
    const store = current.store();
    const content = randomBytes(700_001);
    const before = Date.now() - 2000;
    expect(await store.put('site/a/data.bin', bodyOf(content.subarray(0, 10), content.subarray(10)))).toEqual({
      size: 700_001,
    });
    expect((await contentOf(await store.get('site/a/data.bin'))).equals(content)).toBe(true);
    const object = await store.stat('site/a/data.bin');
    expect(object).toMatchObject({ key: 'site/a/data.bin', size: 700_001 });
    expect(object?.modifiedAt.getTime()).toBeGreaterThan(before);
  });

  it('keeps an empty object', async () => {
    const store = current.store();
    expect(await store.put('site/empty', bodyOf())).toEqual({ size: 0 });
    expect(await textAt(store, 'site/empty')).toBe('');
    expect(await store.stat('site/empty')).toMatchObject({ size: 0 });
  });

  it('reads ranges, both ends included', async () => {
    const store = current.store();
    await store.put('site/r', bodyOf('0123456789'));
    const range = async (start?: number, end?: number) =>
      (await contentOf(await store.get('site/r', { start, end }))).toString();
    expect(await range(2, 4)).toBe('234');
    expect(await range(7)).toBe('789');
    expect(await range(0, 0)).toBe('0');
    expect(await range(9, 9)).toBe('9');
    expect(await range(undefined, 3)).toBe('0123');
    expect(await range(5, 500)).toBe('56789');
    for (const [start, end] of [[10], [-1], [3, 2], [1.5]]) {
      expect(await codeOf(store.get('site/r', { start, end }))).toBe('INVALID_INPUT');
    }
  });

  it('says NOT_FOUND, null and absent for what is not there', async () => {
    const store = current.store();
    await store.put('site/a/b', bodyOf('x'));
    for (const key of ['site/none', 'site/a', 'site/a/b/c', 'elsewhere']) {
      expect(await codeOf(store.get(key))).toBe('NOT_FOUND');
      expect(await store.stat(key)).toBeNull();
      expect(await store.delete(key)).toBe('absent');
    }
    expect(await textAt(store, 'site/a/b')).toBe('x');
  });

  it('replaces an object whole, unless told to keep it', async () => {
    const store = current.store();
    await store.put('site/x', bodyOf('first, and longer'));
    await store.put('site/x', bodyOf('second'));
    expect(await textAt(store, 'site/x')).toBe('second');
    if (!store.caps.conditionalPut) return;
    expect(await codeOf(store.put('site/x', bodyOf('third'), { ifAbsent: true }))).toBe('CONFLICT');
    expect(await textAt(store, 'site/x')).toBe('second');
    expect(await keysIn(store)).toEqual(['site/x']);
  });

  it('lets exactly one of 20 parallel puts win, whole', async () => {
    const store = current.store();
    if (!store.caps.conditionalPut) return;
    const contents = Array.from({ length: 20 }, (_, writer) => Buffer.alloc(300_000 + writer, `${writer},`));
    const outcomes = await Promise.all(
      contents.map((content) =>
        codeOf(
          store.put('site/race', bodyOf(content.subarray(0, 99_999), content.subarray(99_999)), { ifAbsent: true }),
        ),
      ),
    );
    const winners = outcomes.flatMap((code, writer) => (code === null ? [writer] : []));
    expect(winners).toHaveLength(1);
    expect(outcomes.filter((code) => code === 'CONFLICT')).toHaveLength(19);
    const stored = await contentOf(await store.get('site/race'));
    expect(stored.equals(contents[winners[0] ?? -1] ?? Buffer.alloc(0))).toBe(true);
    expect(await store.sweepUploads('', new Date('2999-01-01'))).toBe(0);
  });

  it.each(ODD_KEYS)('takes the odd key %s', async (key) => {
    const store = current.store();
    await store.put(key, bodyOf(key));
    expect(await textAt(store, key)).toBe(key);
    expect(await keysIn(store, 'site/')).toEqual([key]);
    expect(await store.delete(key)).toBe('deleted');
  });

  it.each(INVALID_KEYS)('refuses the key %j everywhere', async (key) => {
    const store = current.store();
    expect(await codeOf(store.put(key, bodyOf('x')))).toBe('INVALID_INPUT');
    expect(await codeOf(store.get(key))).toBe('INVALID_INPUT');
    expect(await codeOf(store.stat(key))).toBe('INVALID_INPUT');
    expect(await codeOf(store.delete(key))).toBe('INVALID_INPUT');
    expect(await keysIn(store)).toEqual([]);
  });

  it('deletes once, and says so', async () => {
    const store = current.store();
    await store.put('site/2026/11/x/data', bodyOf('x'));
    expect(await store.delete('site/2026/11/x/data')).toBe('deleted');
    expect(await store.delete('site/2026/11/x/data')).toBe('absent');
    expect(await keysIn(store)).toEqual([]);
    await store.put('site/2026/11/x/data', bodyOf('again'));
    expect(await textAt(store, 'site/2026/11/x/data')).toBe('again');
  });

  it('cancels a read that is under way', async () => {
    const store = current.store();
    await store.put('site/long', bodyOf(randomBytes(4_000_000)));
    const abort = new AbortController();
    const reading = async () => {
      for await (const _ of await store.get('site/long', { signal: abort.signal })) abort.abort();
    };
    expect(await codeOf(reading)).toBe('CANCELLED');
    expect(await codeOf(store.get('site/long', { signal: abort.signal }))).toBe('CANCELLED');
  });

  it('tells the free space, or that it cannot know', async () => {
    const free = await current.store().freeBytes();
    expect(free === null || free > 0).toBe(true);
  });
}
