import { expect, it } from 'vitest';
import type { CurrentStore } from './object-store-contract';
import { bodyOf, codeOf, keysIn, listed } from './store-under-test';

const byBytes = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right));

export function listContract(current: CurrentStore): void {
  it('lists nothing where there is nothing', async () => {
    expect(await keysIn(current.store())).toEqual([]);
    expect(await keysIn(current.store(), 'site/')).toEqual([]);
  });

  it('lists in the order of the bytes of the keys, whatever the folders', async () => {
    const store = current.store();
    const keys = [
      'a.txt',
      'a/x',
      'a-b/x',
      'a/b/c',
      'ab',
      'B',
      'a/é',
      'a/z',
      'a/\u{ffee}',
      'a/\u{1f5c4}',
      'a0/x',
      'a b/x',
    ];
    for (const key of keys) await store.put(key, bodyOf(key));
    expect(await keysIn(store)).toEqual([...keys].sort(byBytes));
  });

  it('takes a prefix that ends anywhere', async () => {
    const store = current.store();
    const keys = ['site/2026/11/one/data', 'site/2026/11/two/data', 'site/2026/12/one/data', 'site2/2026/x', 'sit'];
    for (const key of keys) await store.put(key, bodyOf('x'));
    for (const prefix of [
      '',
      's',
      'sit',
      'site',
      'site/',
      'site/2026/1',
      'site/2026/11/',
      'site/2026/11/t',
      'site2/',
      'z',
    ]) {
      expect(await keysIn(store, prefix), prefix).toEqual(keys.filter((key) => key.startsWith(prefix)).sort(byBytes));
    }
    expect(await codeOf(keysIn(store, '../'))).toBe('INVALID_INPUT');
    expect(await codeOf(keysIn(store, '/'))).toBe('INVALID_INPUT');
  });

  it('lists more than a page of 1,000, and goes on after any key', async () => {
    const store = current.store();
    const keys = Array.from({ length: 1203 }, (_, n) => `site/${n % 3}/${String(n).padStart(5, '0')}/data.json`);
    for (let from = 0; from < keys.length; from += 50) {
      await Promise.all(keys.slice(from, from + 50).map((key) => store.put(key, bodyOf('x'))));
    }
    keys.sort(byBytes);
    expect(await keysIn(store, 'site/')).toEqual(keys);
    for (const after of [
      keys[0],
      keys[599],
      keys[1201],
      keys[1202],
      'site/1',
      'site/1/',
      'site/1/00002',
      'sita',
      'z',
    ]) {
      const expected = keys.filter((key) => after !== undefined && byBytes(key, after) > 0);
      expect(await keysIn(store, 'site/', after), after).toEqual(expected);
    }
  });

  it('lists sizes and times as stat tells them, and can be left early', async () => {
    const store = current.store();
    for (const key of ['site/a', 'site/b', 'site/c']) await store.put(key, bodyOf(key.repeat(3)));
    for (const object of await listed(store)) expect(await store.stat(object.key)).toEqual(object);
    for await (const object of store.list('site/')) {
      expect(object.key).toBe('site/a');
      break;
    }
  });
}
