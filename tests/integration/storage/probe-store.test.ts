import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { failure } from '@/lib/backup/kernel/app-error';
import { sha256Hex } from '@/lib/backup/kernel/digest';
import { createLocalStore } from '@/lib/backup/storage/local-store';
import type { ObjectStore } from '@/lib/backup/storage/object-store';
import { probeStore } from '@/lib/backup/storage/probe-store';
import { hashStoredObject } from '@/lib/backup/storage/read-back';
import { bodyOf, codeOf, keysIn } from '@/tests/contract/store-under-test';

let directory = '';
let store: ObjectStore;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'probe-store-'));
  store = createLocalStore({ directory });
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('goes through every step and leaves nothing', async () => {
  const probe = await probeStore(store, 'site/');
  expect(probe).toMatchObject({ ok: true, value: { freeBytes: expect.any(Number) } });
  const steps = probe.ok ? probe.value.steps.map(({ step }) => step) : [];
  expect(steps).toEqual(['write', 'read', 'list', 'refuse-overwrite', 'sweep', 'delete']);
  expect(await keysIn(store)).toEqual([]);
});

it('tells how far the clocks are apart', async () => {
  const hour = 3_600_000;
  const late: ObjectStore = {
    ...store,
    stat: async (key) => {
      const found = await store.stat(key);
      return found && { ...found, modifiedAt: new Date(found.modifiedAt.getTime() - hour) };
    },
  };
  expect(await probeStore(store, 'site/')).toMatchObject({ ok: true, value: { clockAheadMs: 0 } });
  const probe = await probeStore(late, 'site/');
  expect(probe.ok && Math.round(probe.value.clockAheadMs / hour)).toBe(1);
});

it('names the step and the permission where the folder cannot be one', async () => {
  await writeFile(join(directory, 'file'), '');
  const blocked = createLocalStore({ directory: join(directory, 'file') });
  expect(await probeStore(blocked, 'site/')).toMatchObject({
    ok: false,
    error: { code: 'STORAGE_DOWN', details: { step: 'write' }, hint: expect.stringContaining('write permission') },
  });
});

it.each([
  ['read', { get: async () => await store.get('site/other') }],
  ['list', { list: async function* () {} }],
  ['refuse-overwrite', { put: (key: string, body: AsyncIterable<Uint8Array>) => store.put(key, body) }],
  ['sweep', { sweepUploads: async () => await Promise.reject(failure('STORAGE_DOWN', 'No permission to list.')) }],
  ['delete', { delete: async () => 'deleted' }],
] as [string, Partial<ObjectStore>][])('notices a store that lies at the step %s', async (step, lie) => {
  await store.put('site/other', bodyOf('another object'));
  const probe = await probeStore({ ...store, ...lie }, 'site/');
  expect(probe).toMatchObject({ ok: false, error: { code: 'STORAGE_DOWN', details: { step } } });
  if (step !== 'delete') expect(await keysIn(store)).toEqual(['site/other']);
});

it('hashes what is in the store, tells how far it is, and can be cancelled', async () => {
  const content = randomBytes(3_000_000);
  await store.put('site/data', bodyOf(content));
  const seen: number[] = [];
  const read = await hashStoredObject(store, 'site/data', { onBytes: (total) => seen.push(total) });
  expect(read).toEqual({ size: content.byteLength, sha256: sha256Hex(content) });
  expect(seen.at(-1)).toBe(content.byteLength);
  const abort = new AbortController();
  const cancelled = hashStoredObject(store, 'site/data', { signal: abort.signal, onBytes: () => abort.abort() });
  expect(await codeOf(cancelled)).toBe('CANCELLED');
});
