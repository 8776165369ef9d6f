import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSigner } from '@/lib/backup/catalog/signature';
import { canonicalJson } from '@/lib/backup/kernel/canonical-json';
import { newId } from '@/lib/backup/kernel/ids';
import { change, type TamperFixture, tamperFixture } from './tamper-fixture';

let fixture: TamperFixture;
beforeAll(async () => {
  fixture = await tamperFixture();
});
afterEach(() => fixture.pristine());
afterAll(() => fixture?.close());

type Place = 'primary' | 'copy';
type Target = keyof TamperFixture['at'];

/** Kinds and keys of what a deep check finds in a place. */
async function findings(place: Place): Promise<string[]> {
  const checked = await fixture.check();
  const name = place === 'copy' ? 'offsite' : 'primary';
  return (checked.places.find((one) => one.name === name)?.findings ?? []).map(({ kind, key }) => `${kind} ${key}`);
}
const file = (target: Target, place: Place = 'primary') => fixture.fileIn(place, fixture.at[target]);

const flip = (where: (length: number) => number) => (bytes: Buffer) => {
  const at = where(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
};
const BYTES: Record<string, (bytes: Buffer) => Buffer> = {
  'first byte changed': flip(() => 0),
  'a byte in the middle changed': flip((length) => length >> 1),
  'last byte changed': flip((length) => length - 1),
  'last byte cut off': (bytes) => bytes.subarray(0, -1),
  emptied: () => Buffer.alloc(0),
  'a byte added': (bytes) => Buffer.concat([bytes, Buffer.from(' ')]),
  'other bytes of the same length': (bytes) => randomBytes(bytes.length),
};
const TARGETS: [Place, Target][] = [
  ...(['manifest', 'artifact', 'bundle', 'fullBundle', 'verification', 'pin', 'release', 'copy'] as const).map(
    (target): [Place, Target] => ['primary', target],
  ),
  ...(['tombstone', 'adoption', 'adopted'] as const).map((target): [Place, Target] => ['primary', target]),
  ...(['manifest', 'artifact', 'bundle', 'verification'] as const).map((target): [Place, Target] => ['copy', target]),
];
const CASES = TARGETS.flatMap(([place, target]) => Object.keys(BYTES).map((name) => [place, target, name] as const));

it('nothing is found where nothing was touched, and the corpus is large enough', async () => {
  expect((await fixture.check()).places.map((place) => place.findings)).toEqual([[], []]);
  expect(CASES.length).toBeGreaterThanOrEqual(60);
});

describe('changed bytes', () => {
  it.each(CASES)('%s %s: %s', async (place, target, name) => {
    await change(file(target, place), (bytes) => BYTES[name]?.(bytes) ?? bytes);
    expect(await findings(place)).toContain(`damaged ${fixture.at[target]}`);
  });
});

describe('a manifest that somebody edited knowingly', () => {
  type Edit = (manifest: Record<string, unknown> & { artifact: Record<string, unknown> }) => unknown;
  const EDITS: Record<string, Edit> = {
    'fewer tables': (manifest) => ({ ...manifest, tables: [] }),
    'another hash': ({ artifact, ...rest }) => ({ ...rest, artifact: { ...artifact, sha256: '0'.repeat(64) } }),
    'another size': ({ artifact, ...rest }) => ({ ...rest, artifact: { ...artifact, size: 1 } }),
    'another actor': (manifest) => ({ ...manifest, actor: { id: null, name: 'Nobody' } }),
    'another moment': (manifest) => ({ ...manifest, createdAt: '2026-11-23T02:00:00.000Z' }),
    'no bundle': ({ bundle: _, ...rest }) => rest,
    'other recipients': ({ artifact, ...rest }) => ({ ...rest, artifact: { ...artifact, recipients: ['age1x'] } }),
    'a field more': (manifest) => ({ ...manifest, extra: 1 }),
    'no signature': ({ signature: _, ...rest }) => rest,
    'signed with another key': ({ signature: _, ...rest }) => ({
      ...rest,
      signature: createSigner(randomBytes(32)).sign('manifest:v1', rest),
    }),
    'signed as another kind': ({ signature: _, ...rest }) => ({
      ...rest,
      signature: fixture.signer.sign('verification:v1', rest),
    }),
  };
  it.each(Object.keys(EDITS))('%s', async (name) => {
    await change(file('manifest'), (bytes) => canonicalJson(EDITS[name]?.(JSON.parse(bytes.toString()))));
    expect(await findings('primary')).toContain(`damaged ${fixture.at.manifest}`);
  });

  it('the same values, written down otherwise', async () => {
    await change(file('manifest'), (bytes) => JSON.stringify(JSON.parse(bytes.toString()), null, 2));
    expect(await findings('primary')).toContain(`damaged ${fixture.at.manifest}`);
  });
});

describe('what was taken away, put in another place, or added', () => {
  it.each(['manifest', 'artifact', 'bundle', 'fullBundle', 'adopted'] as const)('%s deleted', async (target) => {
    await rm(file(target));
    expect(await findings('primary')).toContain(`missing ${fixture.at[target]}`);
  });

  it.each(['manifest', 'artifact', 'bundle'] as const)('%s of the copy deleted', async (target) => {
    await rm(file(target, 'copy'));
    expect(await findings('copy')).toContain(`missing ${fixture.at[target]}`);
  });

  it.each(['primary', 'copy'] as const)('a whole backup deleted in %s', async (place) => {
    await rm(path.dirname(file('manifest', place)), { recursive: true });
    expect(await findings(place)).toContain(`missing ${fixture.at.manifest}`);
  });

  it.each([
    ['manifest', 'olderManifest'],
    ['artifact', 'olderArtifact'],
    ['bundle', 'fullBundle'],
  ] as const)('%s exchanged for that of another backup', async (target, other) => {
    await copyFile(file(other), file(target));
    expect(await findings('primary')).toContain(`damaged ${fixture.at[target]}`);
  });

  it('a record renamed, and one of another backup', async () => {
    const renamed = fixture.at.verification.replace(/verification-.*/, `verification-${newId(new Date())}.json`);
    await rename(file('verification'), fixture.fileIn('primary', renamed));
    const elsewhere = `${path.posix.dirname(fixture.at.olderManifest)}/${path.posix.basename(fixture.at.copy)}`;
    await copyFile(file('copy'), fixture.fileIn('primary', elsewhere));
    expect(await findings('primary')).toEqual([`damaged ${elsewhere}`, `damaged ${renamed}`]);
  });

  it('files that nobody named', async () => {
    const folder = path.posix.dirname(fixture.at.manifest);
    const id = newId(new Date());
    const extra = [`${folder}/notes.txt`, `${folder}/data.sql`, `${folder}/data.dump.age`];
    const foreign = [
      'directory/other.bin',
      'directory/2026/11/not-an-id/manifest.json',
      `directory/2020/01/${id}/data.dump`,
    ];
    for (const key of [...extra, ...foreign]) {
      await mkdir(path.dirname(fixture.fileIn('primary', key)), { recursive: true });
      await writeFile(fixture.fileIn('primary', key), 'x');
    }
    const found = await findings('primary');
    expect(found.sort()).toEqual(
      [...extra.map((key) => `extra ${key}`), ...foreign.map((key) => `foreign ${key}`)].sort(),
    );
  });

  it('a renamed folder, a rescue script with something in it, and a record of a restore', async () => {
    const folder = path.dirname(file('manifest'));
    await rename(folder, `${folder}-copy`);
    const script = 'directory/rescue/rescue.mjs';
    await change(fixture.fileIn('primary', script), (bytes) => `${bytes}\nsteal();`);
    const restoration = `directory/restorations/${newId(new Date())}.json`;
    await mkdir(path.dirname(fixture.fileIn('primary', restoration)), { recursive: true });
    await writeFile(fixture.fileIn('primary', restoration), '{}');
    const found = await findings('primary');
    expect(found).toContain(`foreign ${fixture.at.manifest.replace('/manifest.json', '-copy/manifest.json')}`);
    expect(found).toContain(`missing ${fixture.at.manifest}`);
    expect(found).toContain(`damaged ${script}`);
    expect(found).toContain(`damaged ${restoration}`);
  });
});
