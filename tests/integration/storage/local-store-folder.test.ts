import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLocalStore } from '@/lib/backup/storage/local-store';
import { bodyOf, codeOf, FAR_FUTURE, keysIn, textAt } from '@/tests/contract/store-under-test';

let parent = '';
let root = '';
const storeHere = () => createLocalStore({ directory: root });

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'store-folder-'));
  root = join(parent, 'backups');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

/** Runs `work` as a user for whom permissions count; root passes them all. */
async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('files of the local store', () => {
  it('are readable by their owner only', async () => {
    await storeHere().put('site/2026/data', bodyOf('secret'));
    const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    expect(await modeOf(join(root, 'site/2026/data'))).toBe('600');
    for (const folder of ['', 'site', 'site/2026']) expect(await modeOf(join(root, folder))).toBe('700');
  });

  it('take their empty folders with them, but never the root or a neighbour', async () => {
    const store = storeHere();
    await store.put('site/2026/11/one/data', bodyOf('1'));
    await store.put('site/2026/10/two/data', bodyOf('2'));
    await store.delete('site/2026/11/one/data');
    expect(await readdir(join(root, 'site/2026'))).toEqual(['10']);
    await store.delete('site/2026/10/two/data');
    expect(await readdir(root)).toEqual([]);
  });

  it('survive puts and deletes in the same folders at the same time', async () => {
    const store = storeHere();
    await Promise.all(
      Array.from({ length: 12 }, async (_, n) => {
        for (let round = 0; round < 15; round += 1) {
          await store.put(`site/shared/folder/${n}`, bodyOf(`${n}`));
          expect(await textAt(store, `site/shared/folder/${n}`)).toBe(`${n}`);
          expect(await store.delete(`site/shared/folder/${n}`)).toBe('deleted');
        }
      }),
    );
    expect(await readdir(root)).toEqual([]);
  });

  it('are not objects while unfinished, and are swept only when nothing was written for long', async () => {
    const store = storeHere();
    await store.put('site/a/data', bodyOf('x'));
    const names = ['.data.00112233aabbccdd.part', '.DS_Store', '.data.part'].map((name) => join(root, 'site/a', name));
    for (const name of names) await writeFile(name, 'half');
    await utimes(names[0] ?? '', new Date(0), new Date(Date.now() - 60_000));
    expect(await keysIn(store)).toEqual(['site/a/data']);
    expect(await store.sweepUploads('', new Date(Date.now() - 120_000))).toBe(0);
    expect(await store.sweepUploads('site/a/d', FAR_FUTURE)).toBe(1);
    expect((await readdir(join(root, 'site/a'))).sort()).toEqual(['.DS_Store', '.data.part', 'data']);
  });

  it('may not stand where a folder is needed, nor the other way round', async () => {
    const store = storeHere();
    await store.put('site/a', bodyOf('x'));
    await store.put('site/b/c', bodyOf('y'));
    expect(await codeOf(store.put('site/a/under', bodyOf('z')))).toBe('INVALID_INPUT');
    expect(await codeOf(store.put('site/b', bodyOf('z')))).toBe('INVALID_INPUT');
    expect(await keysIn(store)).toEqual(['site/a', 'site/b/c']);
    expect(await store.sweepUploads('', FAR_FUTURE)).toBe(0);
  });
});

describe('symbolic links inside the local store', () => {
  beforeEach(async () => {
    await mkdir(join(root, 'site'), { recursive: true });
    await mkdir(join(parent, 'outside'));
    await writeFile(join(parent, 'outside/data'), 'not ours');
  });

  it.each([
    ['a folder', 'outside', 'site/link', 'site/link/data'],
    ['a file', 'outside/data', 'site/data', 'site/data'],
    ['a dangling one', 'nothing', 'site/data', 'site/data'],
  ])('are never followed: %s', async (_, target, link, key) => {
    await symlink(join(parent, target), join(root, link));
    const store = storeHere();
    expect(await codeOf(store.get(key))).toBe('INVALID_INPUT');
    expect(await codeOf(store.stat(key))).toBe('INVALID_INPUT');
    expect(await codeOf(store.delete(key))).toBe('INVALID_INPUT');
    expect(await codeOf(keysIn(store, 'site/'))).toBe('STORAGE_DOWN');
    if (dirname(key) === link) expect(await codeOf(store.put(key, bodyOf('x')))).toBe('INVALID_INPUT');
    else expect(await codeOf(store.put(key, bodyOf('x'), { ifAbsent: true }))).toBe('CONFLICT');
    expect(await readFile(join(parent, 'outside/data'), 'utf8')).toBe('not ours');
    expect(await readdir(parent)).toEqual(['backups', 'outside']);
  });

  it('may lead to the store as a whole', async () => {
    await symlink(root, join(parent, 'elsewhere'));
    const store = createLocalStore({ directory: join(parent, 'elsewhere') });
    await store.put('site/x', bodyOf('through the link'));
    expect(await textAt(storeHere(), 'site/x')).toBe('through the link');
  });
});

describe('a local store without permission', () => {
  it('throws instead of giving a part of the listing, and names the folder to open', async () => {
    const store = storeHere();
    await store.put('site/a/data', bodyOf('a'));
    await store.put('site/b/data', bodyOf('b'));
    for (const folder of [parent, root, join(root, 'site'), join(root, 'site/a')]) await chmod(folder, 0o755);
    await chmod(join(root, 'site/b'), 0o000);
    await asOrdinaryUser(async () => {
      await expect(keysIn(store)).rejects.toMatchObject({ error: { code: 'STORAGE_DOWN' } });
      await expect(store.stat('site/b/data')).rejects.toMatchObject({ error: { code: 'STORAGE_DOWN' } });
      await expect(store.get('site/b/data')).rejects.toMatchObject({ error: { code: 'STORAGE_DOWN' } });
    });
    await chmod(join(root, 'site/b'), 0o700);
    await chmod(root, 0o555);
    await asOrdinaryUser(async () => {
      await expect(store.put('other/x', bodyOf('x'))).rejects.toMatchObject({
        error: { code: 'STORAGE_DOWN', hint: expect.stringContaining(root) },
      });
    });
    await chmod(root, 0o700);
    expect(await keysIn(store)).toEqual(['site/a/data', 'site/b/data']);
  });
});
