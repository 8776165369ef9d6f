import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createS3Store } from '@/lib/backup/storage/s3-store';
import { bodyOf, codeOf, contentOf, FAR_FUTURE, keysIn } from '@/tests/contract/store-under-test';
import { type FaultyS3, openFaultyS3, type Rule } from '../support/faulty-s3';
import { missingS3Programs } from '../support/s3-server';
import { newS3Bucket } from '../support/shared-s3';

const missing = missingS3Programs();
const PATIENCE = { idleMs: 1500, firstDelayMs: 5 };
const MEBIBYTE = 1024 * 1024;

let proxy: FaultyS3;
beforeAll(async () => {
  if (missing) return;
  proxy = await openFaultyS3();
  // The server makes what it needs for uploads in parts with the first of them, which takes a while.
  await createS3Store(await newS3Bucket()).put('site/first', bodyOf(large));
});
afterAll(() => proxy?.close());
beforeEach(({ skip }) => {
  skip(missing !== null, missing ?? '');
  proxy.rules.splice(0);
  proxy.seen.splice(0);
});

async function stores() {
  const bucket = await newS3Bucket();
  return {
    store: createS3Store({ ...bucket, endpoint: proxy.endpoint, patience: PATIENCE }),
    /** The same bucket without the proxy. */
    truth: createS3Store(bucket),
  };
}
const spoil = (...rules: Rule[]) => proxy.rules.push(...rules);
const small = randomBytes(100_000);
const large = randomBytes(20 * MEBIBYTE + 5);
const answer = (status: number, code?: string) => ({ kind: 'answer', status, code }) as const;
const puts = () => proxy.seen.filter((request) => request.startsWith('PUT')).length;

test.each([
  ['500 twice', answer(500, 'InternalError')],
  ['503 twice', answer(503, 'SlowDown')],
  ['stall twice', { kind: 'stall' }],
  ['no answer twice, stored', { kind: 'lost', answer: 'silence' }],
] as const)('a small and a large put come through: %s', async (_, fault) => {
  const { store, truth } = await stores();
  spoil({ method: 'PUT', path: /small/, fault, times: 2 }, { method: 'PUT', path: /partNumber=2/, fault, times: 2 });
  await store.put('site/small', bodyOf(small), { ifAbsent: true });
  await store.put('site/large', bodyOf(large), { ifAbsent: true });
  expect((await contentOf(await truth.get('site/small'))).equals(small)).toBe(true);
  expect((await contentOf(await truth.get('site/large'))).equals(large)).toBe(true);
  expect(await truth.sweepUploads('', FAR_FUTURE)).toBe(0);
});

test('errors without end: five attempts, a clear message, nothing left', async () => {
  const { store, truth } = await stores();
  spoil({ method: 'PUT', path: /small|partNumber=2/, fault: answer(500) });
  await expect(store.put('site/small', bodyOf(small))).rejects.toMatchObject({
    error: { code: 'STORAGE_DOWN', message: expect.stringContaining('error 500, 5 times'), retryable: true },
  });
  expect(puts()).toBe(5);
  expect(await codeOf(store.put('site/large', bodyOf(large)))).toBe('STORAGE_DOWN');
  expect(await keysIn(truth)).toEqual([]);
  expect(await truth.sweepUploads('', FAR_FUTURE)).toBe(0);
});

test.each(['small', 'large'])(
  'a lost answer to the end of a %s put is found out: success, one object',
  async (size) => {
    const { store, truth } = await stores();
    const content = size === 'small' ? small : large;
    const fault = { kind: 'lost', answer: 500 } as const;
    spoil(size === 'small' ? { method: 'PUT', path: /x/, fault } : { method: 'POST', path: /uploadId=/, fault });
    expect(await store.put('site/x', bodyOf(content), { ifAbsent: true })).toEqual({ size: content.byteLength });
    expect(await keysIn(truth)).toEqual(['site/x']);
    expect(await truth.sweepUploads('', FAR_FUTURE)).toBe(0);
    // Somebody else's object is never taken for our own.
    expect(await codeOf(store.put('site/x', bodyOf('other'), { ifAbsent: true }))).toBe('CONFLICT');
  },
);

test('a slow store is waited for, a silent one is not', async () => {
  const { store, truth } = await stores();
  spoil({ method: 'PUT', path: /slow/, fault: { kind: 'slow', millisecondsPerPiece: 100 } });
  await store.put('site/slow', bodyOf(randomBytes(600_000)));
  expect(await keysIn(truth)).toEqual(['site/slow']);
  spoil({ method: 'PUT', path: /silent/, fault: { kind: 'stall' } });
  const began = Date.now();
  await expect(store.put('site/silent', bodyOf(small))).rejects.toMatchObject({
    error: { code: 'STORAGE_DOWN', message: expect.stringContaining('fell silent') },
  });
  expect(Date.now() - began).toBeLessThan(20_000);
});

test('a server that does not know If-None-Match: looked at first, then put', async () => {
  const { store, truth } = await stores();
  spoil({ method: 'PUT', path: /one/, fault: answer(501, 'NotImplemented'), times: 1 });
  await store.put('site/one', bodyOf('first'), { ifAbsent: true });
  expect(await codeOf(store.put('site/one', bodyOf('second'), { ifAbsent: true }))).toBe('CONFLICT');
  await store.put('site/two', bodyOf('x'), { ifAbsent: true });
  expect(await keysIn(truth)).toEqual(['site/one', 'site/two']);
});

test.each([
  ['500 twice', answer(500), 2],
  ['broken off four times', { kind: 'cut' }, 4],
  ['shortened once, as if that were all', { kind: 'cut', quiet: true }, 1],
  ['silent once', { kind: 'stall' }, 1],
] as const)('a read comes through: %s', async (_, fault, times) => {
  const { store, truth } = await stores();
  await truth.put('site/large', bodyOf(large));
  spoil({ method: 'GET', path: /large/, fault, times });
  const read = contentOf(await store.get('site/large'));
  if (fault.kind === 'cut' && 'quiet' in fault) {
    // What the store calls the whole object is read as such: the hash in the manifest tells.
    expect((await read).byteLength).toBe(large.byteLength >> 1);
  } else expect((await read).equals(large)).toBe(true);
});

test.each([
  [404, 'NoSuchKey', 'NOT_FOUND'],
  [500, 'InternalError', 'STORAGE_DOWN'],
  [403, 'AccessDenied', 'STORAGE_DOWN'],
])('a read that is refused with %i says so', async (status, code, expected) => {
  const { store, truth } = await stores();
  await truth.put('site/x', bodyOf(small));
  spoil({ method: 'GET', path: /x/, fault: answer(status, code) });
  expect(await codeOf(store.get('site/x'))).toBe(expected);
});

test('a read that breaks off for ever ends in an error, not in a shorter object', async () => {
  const { store, truth } = await stores();
  await truth.put('site/x', bodyOf(small));
  spoil({ method: 'GET', path: /x/, fault: { kind: 'stall' } });
  expect(await codeOf(store.get('site/x'))).toBe('STORAGE_DOWN');
});

test.each([
  [403, 'AccessDenied', 'Allow s3:ListBucket'],
  [403, 'SignatureDoesNotMatch', 'Check BACKUP_S3_SECRET_ACCESS_KEY'],
  [403, 'InvalidAccessKeyId', 'Check BACKUP_S3_ACCESS_KEY_ID'],
  [403, 'RequestTimeTooSkewed', 'Set the time of this server'],
  [404, 'NoSuchBucket', 'Create it'],
  [301, 'PermanentRedirect', 'region='],
  [507, 'InsufficientStorage', 'Free space'],
])('a listing that is refused with %i %s names the next step', async (status, code, hint) => {
  const { store } = await stores();
  spoil({ method: 'GET', path: /list-type/, fault: answer(status, code) });
  await expect(keysIn(store)).rejects.toMatchObject({
    error: { code: 'STORAGE_DOWN', hint: expect.stringContaining(hint) },
  });
});
