import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createCatalog } from '@/lib/backup/catalog/catalog';
import type { Manifest } from '@/lib/backup/catalog/manifest';
import { newId } from '@/lib/backup/kernel/ids';
import { bodyOf, codeOf, FAR_FUTURE, keysIn } from '@/tests/contract/store-under-test';
import { type CatalogFixture, catalogFixture, keys, SITE, sampleVerification } from './catalog-fixture';

const LONG_AGO = new Date('2020-01-01');
const actor = 'Ada';
let fixture: CatalogFixture;
beforeEach(async () => {
  fixture = await catalogFixture();
});
afterEach(() => fixture.tearDown());

describe('remove and undelete', () => {
  it('give back the very bytes, and the verifications with them', async () => {
    const { catalog, bytesOf } = fixture;
    const { id, artifact } = await fixture.backUp();
    await catalog.addVerification(sampleVerification(id));
    const entry = await catalog.get(id);
    const [manifest, data] = [await bytesOf(keys.manifestKey(id)), await bytesOf(artifact.key)];
    const before = await keysIn(fixture.store);

    await catalog.remove(id, { actor });
    expect(await catalog.list()).toEqual({ entries: [], damaged: [] });
    expect(await codeOf(catalog.get(id))).toBe('NOT_FOUND');
    expect(await codeOf(catalog.remove(id, { actor }))).toBe('NOT_FOUND');
    expect(await bytesOf(artifact.key)).toEqual(data);

    expect(await catalog.undelete(id)).toEqual(entry.manifest);
    expect(await bytesOf(keys.manifestKey(id))).toEqual(manifest);
    expect(await catalog.get(id)).toEqual(entry);
    expect(await keysIn(fixture.store)).toEqual(before);
    expect(await codeOf(catalog.undelete(id))).toBe('NOT_FOUND');
  });

  it('can be finished after a stop half-way, in both directions', async () => {
    const { id } = await fixture.backUp();
    const { store } = fixture;
    const stopped = createCatalog({
      ...fixture,
      site: SITE,
      store: { ...store, delete: () => Promise.reject(new Error('killed')) },
    });
    await expect(stopped.remove(id, { actor })).rejects.toThrow('killed');
    expect((await fixture.catalog.list()).entries).toHaveLength(1);
    expect(await fixture.catalog.purgeRemoved({ olderThan: FAR_FUTURE })).toEqual([]);
    await fixture.catalog.remove(id, { actor: 'Grace' });
    expect((await fixture.bytesOf(keys.tombstoneKey(id))).toString()).toContain('"actor":"Grace"');
    await expect(stopped.undelete(id)).rejects.toThrow('killed');
    expect((await fixture.catalog.list()).entries).toHaveLength(1);
    expect((await fixture.catalog.undelete(id)).id).toBe(id);
    expect(await store.stat(keys.tombstoneKey(id))).toBeNull();
  });

  it('never overwrite another manifest, nor believe a changed tombstone, nor bring back what has no data', async () => {
    const { catalog } = fixture;
    const { id, artifact } = await fixture.backUp();
    await catalog.remove(id, { actor });
    await fixture.store.put(keys.manifestKey(id), bodyOf('{}'));
    expect(await codeOf(catalog.undelete(id))).toBe('CONFLICT');
    expect((await fixture.bytesOf(keys.manifestKey(id))).toString()).toBe('{}');
    await fixture.store.delete(keys.manifestKey(id));

    const tombstone = (await fixture.bytesOf(keys.tombstoneKey(id))).toString();
    await fixture.overwrite(keys.tombstoneKey(id), tombstone.replace('Ada', 'Eve'));
    expect(await codeOf(catalog.undelete(id))).toBe('CORRUPT');
    expect(await catalog.purgeRemoved({ olderThan: FAR_FUTURE })).toEqual([]);
    await fixture.overwrite(keys.tombstoneKey(id), tombstone);

    await fixture.store.delete(artifact.key);
    expect(await codeOf(catalog.undelete(id))).toBe('CORRUPT');
  });
});

describe('purgeRemoved', () => {
  it('deletes data only after the grace period, and only of removed backups', async () => {
    const { catalog, store } = fixture;
    const kept = await fixture.backUp();
    const removed = await fixture.backUp();
    await catalog.addVerification(sampleVerification(removed.id));
    await catalog.remove(removed.id, { actor });
    const withGrace = await keysIn(store);
    expect(await catalog.purgeRemoved({ olderThan: new Date(Date.now() - 86_400_000) })).toEqual([]);
    expect(await keysIn(store)).toEqual(withGrace);
    expect(await catalog.purgeRemoved({ olderThan: FAR_FUTURE })).toEqual([removed.id]);
    expect(await keysIn(store)).toEqual(await keysIn(store, keys.backupPrefix(kept.id)));
    expect(await catalog.purgeRemoved({ olderThan: FAR_FUTURE })).toEqual([]);
    expect(await codeOf(catalog.undelete(removed.id))).toBe('NOT_FOUND');
  });

  it('needs both clocks to agree that the time is over', async () => {
    const { id } = await fixture.backUp();
    const slow = createCatalog({ ...fixture, site: SITE, clock: { now: () => LONG_AGO } });
    await slow.remove(id, { actor });
    expect(await fixture.catalog.purgeRemoved({ olderThan: new Date(Date.now() - 3_600_000) })).toEqual([]);
    expect((await fixture.catalog.undelete(id)).id).toBe(id);
  });

  it('keeps the tombstone of what a copy still has, says that the data is gone on purpose, and lets it go later', async () => {
    const { catalog, store } = fixture;
    const { id } = await fixture.backUp();
    await catalog.addVerification(sampleVerification(id));
    await catalog.remove(id, { actor });
    const limit = { olderThan: FAR_FUTURE, keep: new Set([id]) };
    expect(await catalog.purgeRemoved(limit)).toEqual([id]);
    expect(await keysIn(store)).toEqual([keys.tombstoneKey(id)]);
    expect((await catalog.check()).findings).toEqual([]);
    expect(await codeOf(catalog.undelete(id))).toBe('NOT_FOUND');
    expect(await catalog.purgeRemoved(limit)).toEqual([]);
    expect(await catalog.purgeRemoved({ olderThan: FAR_FUTURE })).toEqual([id]);
    expect(await keysIn(store)).toEqual([]);
  });

  it('still misses the data of a removed backup that nobody purged', async () => {
    const { catalog, store } = fixture;
    const { id, artifact } = await fixture.backUp();
    await catalog.remove(id, { actor });
    await store.delete(artifact.key);
    expect((await catalog.check()).findings).toMatchObject([{ kind: 'missing', key: artifact.key }]);
  });

  it('keeps the tombstone while the store retains the data', async () => {
    const { id, artifact } = await fixture.backUp();
    await fixture.catalog.remove(id, { actor });
    const { store } = fixture;
    const locked = createCatalog({
      ...fixture,
      site: SITE,
      store: { ...store, delete: async (key) => (key === artifact.key ? 'retained' : store.delete(key)) },
    });
    expect(await locked.purgeRemoved({ olderThan: FAR_FUTURE })).toEqual([]);
    expect(await store.stat(keys.tombstoneKey(id))).not.toBeNull();
  });
});

describe('mirrorRemovals, where a copy stands without its manifest', () => {
  /** The folder of a backup as a copy has it that was not finished. */
  const unfinishedCopy = async ({ id, artifact }: Manifest) => {
    const { store, bytesOf, tearDown } = await catalogFixture();
    onTestFinished(tearDown);
    const catalog = createCatalog({ store, signer: fixture.signer, site: SITE });
    const proof = sampleVerification(id);
    await fixture.catalog.addVerification(proof);
    for (const key of [artifact.key, keys.verificationKey(id, proof.id)]) {
      await store.put(key, await fixture.store.get(key));
    }
    return { store, catalog, bytesOf };
  };

  it('condemns it with the very tombstone, so that it goes after the grace period or comes back', async () => {
    const made = await fixture.backUp();
    const { store, catalog, bytesOf } = await unfinishedCopy(made);
    expect((await fixture.catalog.mirrorRemovals(store)).removed).toEqual([]);
    await fixture.catalog.remove(made.id, { actor });
    expect((await fixture.catalog.mirrorRemovals(store)).removed).toEqual([made.id]);
    expect(await bytesOf(keys.tombstoneKey(made.id))).toEqual(await fixture.bytesOf(keys.tombstoneKey(made.id)));
    expect((await catalog.check()).findings).toEqual([]);
    expect((await fixture.catalog.mirrorRemovals(store)).removed).toEqual([]);
    await fixture.catalog.undelete(made.id);
    expect((await fixture.catalog.mirrorRemovals(store)).broughtBack).toEqual([made.id]);
    expect((await catalog.get(made.id)).verifications).toHaveLength(1);
    await fixture.catalog.remove(made.id, { actor });
    await fixture.catalog.mirrorRemovals(store);
    await catalog.purgeRemoved({ olderThan: FAR_FUTURE });
    expect(await keysIn(store)).toEqual([]);
  });

  it('misses nothing there of what never arrived', async () => {
    const made = await fixture.backUp();
    const { store, catalog } = await unfinishedCopy(made);
    await store.delete(made.artifact.key);
    await fixture.catalog.remove(made.id, { actor });
    await fixture.catalog.mirrorRemovals(store);
    expect((await catalog.check()).findings).toEqual([]);
    await catalog.purgeRemoved({ olderThan: FAR_FUTURE });
    expect(await keysIn(store)).toEqual([]);
  });
});

describe('discard', () => {
  it('clears a lost run, unfinished uploads too', async () => {
    const { catalog, store } = fixture;
    const lost = newId(new Date());
    await store.put(keys.dataKey(lost, 'custom'), bodyOf('finished upload, no manifest'));
    const unfinished = `${keys.backupPrefix(lost)}.data.sql.00112233aabbccdd.part`;
    await fixture.overwrite(unfinished, 'half');
    const kept = await fixture.backUp();
    await catalog.discard(lost);
    expect(await keysIn(store)).toEqual(await keysIn(store, keys.backupPrefix(kept.id)));
    expect(await store.sweepUploads('', FAR_FUTURE)).toBe(0);
    await catalog.discard(lost);
    expect(await codeOf(catalog.get(kept.id))).toBeNull();
  });

  it('never touches a committed or removed backup', async () => {
    const { catalog, store } = fixture;
    const { id } = await fixture.backUp();
    const before = await keysIn(store);
    expect(await codeOf(catalog.discard(id))).toBe('CONFLICT');
    expect(await keysIn(store)).toEqual(before);
    await fixture.overwrite(keys.manifestKey(id), 'damaged');
    expect(await codeOf(catalog.discard(id))).toBe('CONFLICT');
    await catalog.remove(id, { actor });
    const removed = await keysIn(store);
    expect(await codeOf(catalog.discard(id))).toBe('CONFLICT');
    expect(await keysIn(store)).toEqual(removed);
  });

  it('never takes a backup that lost its manifest for what a run left: its records prove it', async () => {
    const { catalog, store } = fixture;
    const { id: proven } = await fixture.backUp(LONG_AGO);
    await catalog.addVerification(sampleVerification(proven));
    const { id: pinned } = await fixture.backUp(LONG_AGO);
    await catalog.pin(pinned, { actor, note: null });
    const { id: copied } = await fixture.backUp(LONG_AGO);
    const attempt = { version: 1 as const, id: newId(LONG_AGO), at: LONG_AGO.toISOString(), durationMs: 9 };
    await catalog.addCopy({
      ...attempt,
      backupId: copied,
      destination: 'offsite',
      passed: true,
      reason: null,
      size: 9,
    });
    const unfinished = newId(LONG_AGO);
    await store.put(keys.dataKey(unfinished, 'custom'), bodyOf('half a dump'));
    const committed = [proven, pinned, copied];
    for (const id of committed) await store.delete(keys.manifestKey(id));
    const before = await keysIn(store);
    const limit = { olderThan: FAR_FUTURE };
    expect((await catalog.orphans(limit)).map(({ id }) => id)).toEqual([unfinished]);
    expect(await catalog.sweepOrphans({ ...limit, ids: [...committed, unfinished] })).toEqual([unfinished]);
    for (const id of committed) expect(await codeOf(catalog.discard(id))).toBe('CONFLICT');
    expect(await keysIn(store)).toEqual(before.filter((key) => key !== keys.dataKey(unfinished, 'custom')));
  });

  it('leaves a run that still uploads unable to finish', async () => {
    const { catalog, store } = fixture;
    const id = newId(new Date());
    const body = async function* () {
      yield Buffer.alloc(500_000);
      await catalog.discard(id);
      yield Buffer.alloc(500_000);
    };
    expect(await codeOf(store.put(keys.dataKey(id, 'sql'), body(), { ifAbsent: true }))).toBe('STORAGE_DOWN');
    expect(await keysIn(store)).toEqual([]);
  });
});
