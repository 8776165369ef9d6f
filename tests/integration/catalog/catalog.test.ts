import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCatalog } from '@/lib/backup/catalog/catalog';
import { createSigner } from '@/lib/backup/catalog/signature';
import { newId } from '@/lib/backup/kernel/ids';
import { bodyOf, codeOf, keysIn } from '@/tests/contract/store-under-test';
import { type CatalogFixture, catalogFixture, keys, SITE, sampleManifest, sampleVerification } from './catalog-fixture';

let fixture: CatalogFixture;
beforeEach(async () => {
  fixture = await catalogFixture();
});
afterEach(() => fixture.tearDown());

describe('commit', () => {
  it('makes a backup that list and get give back, signed', async () => {
    const manifest = await fixture.backUp();
    const entry = { manifest, signatureValid: true, verifications: [], pins: [], copies: [], removed: false };
    expect(await fixture.catalog.get(manifest.id)).toEqual(entry);
    expect(await fixture.catalog.list()).toEqual({ entries: [entry], damaged: [] });
    expect(manifest.signature.keyId).toBe(fixture.signer.keyId);
    expect(Object.isFrozen(manifest.tables[0])).toBe(true);
  });

  it('happens once for an id, whoever comes second', async () => {
    const data = Buffer.from('data');
    const manifest = sampleManifest(newId(new Date()), data);
    await fixture.store.put(manifest.artifact.key, bodyOf(data));
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, n) => codeOf(fixture.catalog.commit({ ...manifest, note: `writer ${n}` }))),
    );
    expect(outcomes.filter((code) => code === null)).toHaveLength(1);
    expect(outcomes.filter((code) => code === 'CONFLICT')).toHaveLength(9);
  });

  it('refuses data that is missing or of another size, and whatever does not belong to this site', async () => {
    const data = Buffer.from('data');
    const id = newId(new Date());
    const manifest = sampleManifest(id, data);
    expect(await codeOf(fixture.catalog.commit(manifest))).toBe('CORRUPT');
    await fixture.store.put(manifest.artifact.key, bodyOf('dat'));
    expect(await codeOf(fixture.catalog.commit(manifest))).toBe('CORRUPT');
    const elsewhere = { ...manifest.artifact, key: keys.dataKey(newId(new Date()), 'custom') };
    expect(await codeOf(fixture.catalog.commit({ ...manifest, artifact: elsewhere }))).toBe('INTERNAL');
    expect(await codeOf(fixture.catalog.commit({ ...manifest, site: 'other' }))).toBe('INTERNAL');
    expect(await codeOf(fixture.catalog.commit({ ...manifest, createdAt: 'yesterday' }))).toBe('INTERNAL');
    expect(await fixture.catalog.list()).toEqual({ entries: [], damaged: [] });
  });

  it('looks before it writes where the store cannot refuse by itself', async () => {
    const plain = await catalogFixture((store) => ({
      ...store,
      caps: { ...store.caps, conditionalPut: false },
      put: (key, body, options) => {
        if (options?.ifAbsent) throw new Error('501 Not Implemented');
        return store.put(key, body, options);
      },
    }));
    try {
      const { signature: _, ...manifest } = await plain.backUp();
      expect(await codeOf(plain.catalog.commit(manifest))).toBe('CONFLICT');
      await plain.catalog.remove(manifest.id, { actor: 'Ada' });
      expect(await plain.catalog.undelete(manifest.id)).toMatchObject(manifest);
    } finally {
      await plain.tearDown();
    }
  });
});

describe('list', () => {
  it('is newest first by id, whatever a clock said', async () => {
    const days = ['2026-10-31', '2026-11-22', '2025-01-01', '2026-11-01'];
    const made = new Map<string, string>();
    for (const day of days)
      made.set((await fixture.backUp(new Date(day), { createdAt: '2030-01-01T00:00:00Z' })).id, day);
    const { entries } = await fixture.catalog.list();
    expect(entries.map(({ manifest }) => made.get(manifest.id))).toEqual([...days].sort().reverse());
  });

  it('does not see data without a manifest, or another site', async () => {
    await fixture.store.put(keys.dataKey(newId(new Date()), 'sql'), bodyOf('half'));
    const other = createCatalog({ store: fixture.store, signer: fixture.signer, site: 'other' });
    await fixture.backUp();
    expect((await fixture.catalog.list()).entries).toHaveLength(1);
    expect(await other.list()).toEqual({ entries: [], damaged: [] });
  });

  it('throws rather than show a part when the store cannot be read', async () => {
    await fixture.backUp(new Date('2026-10-01'));
    await fixture.backUp();
    const broken = createCatalog({
      ...fixture,
      site: SITE,
      store: { ...fixture.store, list: (prefix) => failsAfterFirst(fixture.store.list(prefix)) },
    });
    await expect(broken.list()).rejects.toThrow('connection lost');
    const one = keys.manifestKey((await fixture.backUp()).id);
    await chmod(join(fixture.directory, one), 0o000);
    const unreadable = createCatalog({
      ...fixture,
      site: SITE,
      store: {
        ...fixture.store,
        get: (key, options) => (key === one ? Promise.reject(new Error('EIO')) : fixture.store.get(key, options)),
      },
    });
    await expect(unreadable.list()).rejects.toThrow('EIO');
  });

  it('reads an unchanged backup once, and a changed one again', async () => {
    const read: string[] = [];
    const { store } = fixture;
    const counting = createCatalog({
      ...fixture,
      site: SITE,
      store: {
        ...store,
        async *list(prefix) {
          for await (const object of store.list(prefix)) yield { ...object, modifiedAt: aged(object.modifiedAt) };
        },
        get: (key, options) => {
          read.push(key);
          return store.get(key, options);
        },
      },
    });
    const { id } = await fixture.backUp();
    await fixture.catalog.addVerification(sampleVerification(id));
    const first = await counting.list();
    expect(read).toHaveLength(2);
    expect(await counting.list()).toEqual(first);
    expect(read).toHaveLength(2);
    await fixture.overwrite(keys.manifestKey(id), '{}');
    expect((await counting.list()).damaged).toHaveLength(1);
    expect(read).toHaveLength(3);
  });

  it('accepts nothing that another key signed', async () => {
    const { id } = await fixture.backUp();
    await fixture.catalog.addVerification(sampleVerification(id));
    const stranger = createCatalog({ ...fixture, site: SITE, signer: createSigner(Buffer.alloc(32, 7)) });
    expect(await stranger.get(id)).toMatchObject({ signatureValid: false, verifications: [] });
  });
});

describe('verifications', () => {
  it('stand beside the manifest, newest first, and change nothing in it', async () => {
    const { id } = await fixture.backUp();
    const before = await fixture.bytesOf(keys.manifestKey(id));
    const older = await fixture.catalog.addVerification(sampleVerification(id, new Date('2026-11-20')));
    const newer = await fixture.catalog.addVerification(sampleVerification(id, new Date('2026-11-21')));
    expect((await fixture.catalog.get(id)).verifications).toEqual([newer, older]);
    expect(await fixture.bytesOf(keys.manifestKey(id))).toEqual(before);
    expect(await keysIn(fixture.store, keys.backupPrefix(id))).toHaveLength(4);
  });

  it('need a backup', async () => {
    expect(await codeOf(fixture.catalog.addVerification(sampleVerification(newId(new Date()))))).toBe('NOT_FOUND');
  });
});

it('get names what is not there', async () => {
  expect(await codeOf(fixture.catalog.get(newId(new Date())))).toBe('NOT_FOUND');
  expect(await codeOf(fixture.catalog.get('../../etc/passwd'))).toBe('INVALID_INPUT');
});

/** As if written a minute ago: what changed within the last seconds is never cached. */
const aged = (time: Date) => new Date(time.getTime() - 60_000);

async function* failsAfterFirst<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const item of source) {
    yield item;
    throw new Error('connection lost');
  }
}
