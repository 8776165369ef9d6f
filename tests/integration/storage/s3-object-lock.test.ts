import { expect, it } from 'vitest';
import { createS3Store } from '@/lib/backup/storage/s3-store';
import { bodyOf, codeOf, keysIn, textAt } from '@/tests/contract/store-under-test';
import { missingS3Programs } from '@/tests/support/s3-server';
import { newS3Bucket } from '@/tests/support/shared-s3';
import { waitFor } from '@/tests/support/wait-for';

const missing = missingS3Programs();

it('keeps what is locked, says so, and hides nothing', async ({ skip }) => {
  skip(missing !== null, missing ?? '');
  const store = createS3Store(await newS3Bucket({ objectLock: true }));
  await store.put('site/locked', bodyOf('first'), { retainUntil: new Date(Date.now() + 3_600_000) });
  await store.put('site/free', bodyOf('other'));
  expect(await store.delete('site/locked')).toBe('retained');
  expect(await textAt(store, 'site/locked')).toBe('first');
  expect(await store.delete('site/free')).toBe('deleted');
  await store.put('site/locked', bodyOf('second'));
  // The newest version is free, the one below is not: nothing goes, nothing is hidden behind a delete marker.
  expect(await store.delete('site/locked')).toBe('retained');
  expect(await textAt(store, 'site/locked')).toBe('second');
  expect(await codeOf(store.put('site/locked', bodyOf('third'), { ifAbsent: true }))).toBe('CONFLICT');
  expect(await keysIn(store)).toEqual(['site/locked']);
});

it('deletes every version once the lock is over', async ({ skip }) => {
  skip(missing !== null, missing ?? '');
  const store = createS3Store(await newS3Bucket({ objectLock: true }));
  await store.put('site/x', bodyOf('first'));
  await store.put('site/x', bodyOf('second'), { retainUntil: new Date(Date.now() + 3000) });
  const gone = async () => (await store.delete('site/x')) === 'deleted';
  await waitFor(gone, { timeoutMs: 40_000, intervalMs: 250, what: 'the end of the lock' });
  expect(await store.delete('site/x')).toBe('absent');
  expect(await keysIn(store)).toEqual([]);
});

it('gives an address that works as a download, until it expires or is changed', async ({ skip }) => {
  skip(missing !== null, missing ?? '');
  const store = createS3Store(await newS3Bucket());
  await store.put('site/a b/data.dump', bodyOf('the dump'));
  const address = (await store.signedUrl?.('site/a b/data.dump', 60, 'site-2026.dump')) ?? '';
  const answer = await fetch(address);
  expect(await answer.text()).toBe('the dump');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="site-2026.dump"');
  expect((await fetch(address.replace('data.dump', 'other'))).status).toBe(403);
  expect(await codeOf(Promise.resolve(store.signedUrl?.('site/x', 60, 'a"b')))).toBe('INVALID_INPUT');
});
