import { randomBytes, randomInt } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkArtifact } from '@/lib/backup/catalog/check-artifact';
import type { Manifest } from '@/lib/backup/catalog/manifest';
import { codeOf } from '@/tests/contract/store-under-test';
import { type CatalogFixture, catalogFixture } from './catalog-fixture';

let fixture: CatalogFixture;
let manifest: Manifest;
let genuine: Buffer;
beforeEach(async () => {
  fixture = await catalogFixture();
  manifest = await fixture.backUp();
  genuine = await fixture.bytesOf(manifest.artifact.key);
});
afterEach(() => fixture.tearDown());

const checkWith = async (bytes: Uint8Array) => {
  await fixture.overwrite(manifest.artifact.key, bytes);
  return checkArtifact(fixture.store, manifest);
};

it('passes for the very bytes', async () => {
  const seen: number[] = [];
  const { size, sha256 } = manifest.artifact;
  const check = await checkArtifact(fixture.store, manifest, { onBytes: (total) => seen.push(total) });
  expect(check).toEqual({ passed: true, reason: null, size, sha256 });
  expect(seen.at(-1)).toBe(size);
});

it('finds a flipped bit at every 64th part and at random places', async () => {
  const places = Array.from({ length: 64 }, (_, part) => Math.floor((genuine.byteLength * part) / 64));
  for (let n = 0; n < 64; n += 1) places.push(randomInt(genuine.byteLength));
  for (const place of [...places, genuine.byteLength - 1]) {
    const flipped = Buffer.from(genuine);
    flipped[place] = (flipped[place] ?? 0) ^ (1 << randomInt(8));
    expect(await checkWith(flipped), `byte ${place}`).toMatchObject({
      passed: false,
      reason: expect.stringMatching(/checksum differs/),
    });
  }
});

it('finds every truncation and extension without reading on', async () => {
  const lengths = Array.from({ length: 64 }, (_, part) => Math.floor((genuine.byteLength * part) / 64));
  for (const length of [...lengths, genuine.byteLength - 1, genuine.byteLength - 512]) {
    const check = await checkWith(genuine.subarray(0, length));
    expect(check).toMatchObject({ passed: false, size: length, sha256: null });
  }
  expect(await checkWith(Buffer.concat([genuine, randomBytes(1)]))).toMatchObject({ passed: false, sha256: null });
  expect(await checkWith(genuine)).toMatchObject({ passed: true });
});

it('tells a missing file from a store that cannot be read', async () => {
  await fixture.store.delete(manifest.artifact.key);
  const missing = await checkArtifact(fixture.store, manifest);
  expect(missing).toMatchObject({ passed: false, reason: expect.stringMatching(/missing/), size: null });
  const cancelled = await fixture.backUp();
  expect(await codeOf(checkArtifact(fixture.store, cancelled, { signal: AbortSignal.abort() }))).toBe('CANCELLED');
});
