import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '@/lib/backup/kernel/canonical-json';
import { codeOf } from '@/tests/contract/store-under-test';
import { type CatalogFixture, catalogFixture, keys, sampleVerification } from './catalog-fixture';

let fixture: CatalogFixture;
beforeAll(async () => {
  fixture = await catalogFixture();
});
afterAll(() => fixture.tearDown());

/** What the catalogue says of a backup whose manifest now has these bytes. */
async function verdictOn(id: string, bytes: Uint8Array | string): Promise<'damaged' | 'edited' | 'accepted' | 'gone'> {
  await fixture.overwrite(keys.manifestKey(id), bytes);
  const { entries, damaged } = await fixture.catalog.list();
  const entry = entries.find(({ manifest }) => manifest.id === id);
  if (damaged.some((one) => one.id === id)) {
    expect(entry).toBeUndefined();
    expect(await codeOf(fixture.catalog.get(id))).toBe('CORRUPT');
    return 'damaged';
  }
  if (entry === undefined) return 'gone';
  expect((await fixture.catalog.get(id)).signatureValid).toBe(entry.signatureValid);
  return entry.signatureValid ? 'accepted' : 'edited';
}

describe('a manifest that was tampered with', () => {
  it('is found whatever byte was changed, removed or added', async () => {
    const { id } = await fixture.backUp();
    const genuine = await fixture.bytesOf(keys.manifestKey(id));
    const at = fc.nat({ max: genuine.byteLength - 1 });
    const change = fc.oneof(
      fc.tuple(at, fc.integer({ min: 1, max: 255 })).map(([place, mask]) => {
        const bytes = Buffer.from(genuine);
        bytes[place] = (bytes[place] ?? 0) ^ mask;
        return bytes;
      }),
      at.map((length) => genuine.subarray(0, length)),
      fc
        .tuple(at, fc.uint8Array({ minLength: 1, maxLength: 8 }))
        .map(([place, extra]) => Buffer.concat([genuine.subarray(0, place), extra, genuine.subarray(place)])),
      at.map((place) => Buffer.concat([genuine.subarray(0, place), genuine.subarray(place + 1)])),
    );
    await fc.assert(
      fc.asyncProperty(change, async (bytes) => {
        fc.pre(!genuine.equals(bytes));
        expect(await verdictOn(id, bytes)).toMatch(/^(damaged|edited)$/);
      }),
      { numRuns: 600 },
    );
    expect(await verdictOn(id, genuine)).toBe('accepted');
  });

  it('is found whatever field was changed, wherever it stands', async () => {
    const manifest = await fixture.backUp();
    for (const path of leavesOf(manifest)) {
      const edited = structuredClone(manifest);
      changeLeaf(edited, path);
      expect(await verdictOn(manifest.id, canonicalJson(edited)), path.join('.')).toMatch(/^(damaged|edited)$/);
    }
    for (const added of [{ extra: 1 }, { artifact: { ...manifest.artifact, extra: 1 } }]) {
      expect(await verdictOn(manifest.id, canonicalJson({ ...manifest, ...added }))).toMatch(/^(damaged|edited)$/);
    }
    expect(await verdictOn(manifest.id, JSON.stringify(manifest, null, 2))).toBe('edited');
    expect(await verdictOn(manifest.id, canonicalJson(manifest))).toBe('accepted');
  });

  it('is found in the folder of another backup, and under a renamed folder', async () => {
    const one = await fixture.backUp();
    const two = await fixture.backUp();
    const bytes = [await fixture.bytesOf(keys.manifestKey(one.id)), await fixture.bytesOf(keys.manifestKey(two.id))];
    expect(await verdictOn(one.id, bytes[1] ?? '')).toBe('damaged');
    expect(await verdictOn(two.id, bytes[0] ?? '')).toBe('damaged');
    expect(await verdictOn(one.id, bytes[0] ?? '')).toBe('accepted');
    const folder = join(fixture.directory, keys.backupPrefix(two.id));
    await rename(folder, `${folder.replace(/\/$/, '')}-copy`);
    const { damaged } = await fixture.catalog.list();
    expect(damaged).toContainEqual(expect.objectContaining({ id: `${two.id}-copy` }));
  });

  it.each(['../../../../etc/passwd', '/etc/passwd', 'directory/../x', 'other/2026/11/x/data.dump'])(
    'may not name data at %s, not even with a genuine signature',
    async (key) => {
      const { signature: _, ...manifest } = await fixture.backUp();
      const forged = { ...manifest, artifact: { ...manifest.artifact, key } };
      const signed = { ...forged, signature: fixture.signer.sign('manifest:v1', forged) };
      expect(await verdictOn(manifest.id, canonicalJson(signed))).toBe('damaged');
    },
  );

  it('is damaged, not fatal, when it is huge or deep', async () => {
    const { id } = await fixture.backUp();
    expect(await verdictOn(id, Buffer.alloc(17 * 1024 * 1024, 0x20))).toBe('damaged');
    expect(await verdictOn(id, '['.repeat(1_000_000))).toBe('damaged');
    expect(await verdictOn(id, `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toBe('damaged');
    expect(await verdictOn(id, '')).toBe('damaged');
    expect(await verdictOn(id, 'null')).toBe('damaged');
  });
});

describe('a verification that was tampered with', () => {
  it('counts for nothing: edited, forged, of another backup, or of another kind', async () => {
    const { id } = await fixture.backUp();
    const other = await fixture.backUp();
    const failed = { ...sampleVerification(id), passed: false, reason: 'users differs' };
    const { id: proofId } = await fixture.catalog.addVerification(failed);
    const key = keys.verificationKey(id, proofId);
    const text = (await fixture.bytesOf(key)).toString();
    const foreign = await fixture.catalog.addVerification(sampleVerification(other.id));
    const unsigned = sampleVerification(id);
    const wrongKind = { ...unsigned, signature: fixture.signer.sign('manifest:v1', unsigned) };
    const forgeries = [
      text.replace('"passed":false', '"passed":true'),
      canonicalJson(foreign),
      canonicalJson(wrongKind),
      'not json',
    ];
    for (const forgery of forgeries) {
      await fixture.overwrite(key, forgery);
      expect((await fixture.catalog.get(id)).verifications).toEqual([]);
    }
    await fixture.overwrite(key, text);
    expect((await fixture.catalog.get(id)).verifications).toMatchObject([{ id: proofId, passed: false }]);
  });
});

function leavesOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...path, name]));
}

function changeLeaf(value: object, path: string[]): void {
  const [name = '', ...rest] = path;
  const record = value as Record<string, unknown>;
  const member = record[name];
  if (rest.length > 0) changeLeaf(member as object, rest);
  else if (typeof member === 'number') record[name] = member + 1;
  else if (typeof member === 'string') record[name] = member.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  else record[name] = member === null ? '1' : null;
}
