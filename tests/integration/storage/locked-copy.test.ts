import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { expect, it, onTestFinished } from 'vitest';
import { createCatalog } from '@/lib/backup/catalog/catalog';
import { createS3Store } from '@/lib/backup/storage/s3-store';
import { FAR_FUTURE, keysIn } from '@/tests/contract/store-under-test';
import { s3ClientOf } from '@/tests/support/s3-client';
import { missingS3Programs } from '@/tests/support/s3-server';
import { newS3Bucket, sharedS3Server } from '@/tests/support/shared-s3';
import { waitFor } from '@/tests/support/wait-for';
import { catalogFixture, keys, SITE } from '../catalog/catalog-fixture';

const missing = missingS3Programs();
const actor = 'Ada';

/** A backup here and its copy in a bucket that keeps it under a lock. */
async function lockedCopy(lockMs: number) {
  const fixture = await catalogFixture();
  onTestFinished(fixture.tearDown);
  const bucket = await newS3Bucket({ objectLock: true });
  const store = createS3Store(bucket);
  const { id, artifact } = await fixture.backUp();
  const retainUntil = new Date(Date.now() + lockMs);
  for (const key of [artifact.key, keys.manifestKey(id)])
    await store.put(key, await fixture.store.get(key), { retainUntil });
  const client = s3ClientOf(await sharedS3Server());
  onTestFinished(() => client.destroy());
  return {
    id,
    store,
    here: fixture.catalog,
    there: createCatalog({ store, signer: fixture.signer, site: SITE }),
    mirror: () => fixture.catalog.mirrorRemovals(store),
    async tombstones() {
      const Prefix = keys.tombstoneKey(id);
      const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket: bucket.bucket, Prefix }));
      return Versions?.length ?? 0;
    },
  };
}

it('a copy under a lock gets one tombstone however often it is asked, and none stays beside what was brought back', async ({
  skip,
}) => {
  skip(missing !== null, missing ?? '');
  const { id, store, here, there, mirror, tombstones } = await lockedCopy(3_600_000);
  const listed = async () => (await there.list()).entries.map(({ manifest }) => manifest.id);
  await here.remove(id, { actor });
  for (let round = 0; round < 3; round += 1) {
    expect(await mirror()).toMatchObject({ removed: [], retained: [id] });
    expect(await there.purgeRemoved({ olderThan: FAR_FUTURE })).toEqual([]);
    expect(await tombstones()).toBe(1);
  }
  expect(await listed()).toEqual([id]);
  expect((await there.check()).findings).toEqual([]);
  await here.undelete(id);
  expect(await mirror()).toMatchObject({ broughtBack: [id] });
  expect(await store.stat(keys.tombstoneKey(id))).toBeNull();
  expect(await listed()).toEqual([id]);
  expect(await mirror()).toMatchObject({ broughtBack: [], retained: [] });
});

it('a copy goes once its lock is over', async ({ skip }) => {
  skip(missing !== null, missing ?? '');
  const { id, store, here, there, mirror, tombstones } = await lockedCopy(3_000);
  await here.remove(id, { actor });
  await mirror();
  const isGone = async () => (await mirror()).removed.includes(id);
  await waitFor(isGone, { timeoutMs: 40_000, intervalMs: 250, what: 'the end of the lock' });
  expect(await tombstones()).toBe(1);
  expect(await there.purgeRemoved({ olderThan: FAR_FUTURE })).toEqual([id]);
  expect(await keysIn(store)).toEqual([]);
});
