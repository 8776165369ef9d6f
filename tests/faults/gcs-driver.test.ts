import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createGcsStore } from '@/lib/backup/storage/gcs-store';
import type { ObjectStore } from '@/lib/backup/storage/object-store';
import { bodyOf, codeOf, contentOf, keysIn } from '@/tests/contract/store-under-test';
import { type GcsService, startGcsStandIn } from '../support/gcs-server';

const MEBIBYTE = 1024 * 1024;
const content = randomBytes(20 * MEBIBYTE + 5);
let service: GcsService;
let store: ObjectStore;

beforeAll(async () => {
  service = await startGcsStandIn();
});
afterAll(() => service?.stop());
beforeEach(async () => {
  await service.spoil();
  store = createGcsStore({
    bucket: 'stand-in',
    prefix: `${randomUUID()}/`,
    endpoint: service.endpoint,
    credentials: null,
    patience: { idleMs: 5000, firstDelayMs: 5 },
  });
});

const chunk = { method: 'PUT', path: 'upload_id=', times: 2 };

test.each([
  ['503 twice', { ...chunk, status: 503 }],
  ['no answer twice', { ...chunk, status: 0 }],
  ['no answer twice, carried out', { ...chunk, status: 0, carriedOut: true }],
  ['only a part of a chunk kept, twice', { ...chunk, status: 308, keep: 3 * MEBIBYTE }],
  ['503 at the start', { method: 'POST', path: 'uploadType=resumable', status: 503, times: 3 }],
])('an upload comes through: %s', async (_, fault) => {
  await service.spoil(fault);
  expect(await store.put('site/x', bodyOf(content), { ifAbsent: true })).toEqual({ size: content.byteLength });
  expect((await contentOf(await store.get('site/x'))).equals(content)).toBe(true);
  expect(await keysIn(store)).toEqual(['site/x']);
});

test('a lost answer to the last chunk is found out: success, one object', async () => {
  await service.spoil({ method: 'PUT', path: 'upload_id=', status: 0, times: 1, carriedOut: true });
  expect(await store.put('site/x', bodyOf('small'), { ifAbsent: true })).toEqual({ size: 5 });
  expect(await codeOf(store.put('site/x', bodyOf('other'), { ifAbsent: true }))).toBe('CONFLICT');
});

test('errors without end: a clear message and no object', async () => {
  await service.spoil({ ...chunk, status: 500, times: 99 });
  await expect(store.put('site/x', bodyOf(content))).rejects.toMatchObject({
    error: { code: 'STORAGE_DOWN', message: expect.stringContaining('error 500, 5 times'), retryable: true },
  });
  await service.spoil();
  expect(await keysIn(store)).toEqual([]);
});

test.each([
  [401, 'BACKUP_GCS_CREDENTIALS'],
  [403, 'storage.objects.list'],
  [404, 'Create it'],
])('a listing that is refused with %i names the next step', async (status, hint) => {
  await service.spoil({ method: 'GET', path: '/o?', status, times: 9 });
  await expect(keysIn(store)).rejects.toMatchObject({
    error: { code: 'STORAGE_DOWN', hint: expect.stringContaining(hint) },
  });
});

test('a read comes through two errors, and says so where they do not end', async () => {
  await store.put('site/x', bodyOf(content));
  await service.spoil({ method: 'GET', path: 'alt=media', status: 503, times: 2 });
  expect((await contentOf(await store.get('site/x'))).equals(content)).toBe(true);
  await service.spoil({ method: 'GET', path: 'alt=media', status: 503, times: 99 });
  expect(await codeOf(contentOf(await store.get('site/x')))).toBe('STORAGE_DOWN');
});
