import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '@/lib/backup/kernel/digest';
import { encryptAge } from '@/lib/backup/storage/encryption/age';
import { bodyOf, contentOf } from '@/tests/contract/store-under-test';
import { hasAgeProgram, OFFICE, OWNER, STRANGER } from '@/tests/support/age-keys';
import { rescue } from '@/tests/support/run-rescue';

let folder = '';
const at = (name: string) => path.join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rescue-'));
  await writeFile(at('key.txt'), `# created by a test\n${OWNER.identity}\n`);
  await writeFile(at('other.txt'), STRANGER.identity);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const seal = (bytes: Uint8Array) => contentOf(encryptAge(bodyOf(bytes), [OFFICE.recipient, OWNER.recipient]));

/** A folder as a store has it, with what the script reads of a manifest. */
async function storeBackup(name: string, plain: Buffer, needs: { key: string; size: number; sha256: string }[] = []) {
  const packed = name.includes('.gz') ? gzipSync(plain) : plain;
  const stored = name.endsWith('.age') ? await seal(packed) : packed;
  const bundle = await seal(Buffer.from('a bundle'));
  const entry = (key: string, bytes: Buffer) => ({
    key: `s/2026/11/x/${key}`,
    size: bytes.length,
    sha256: sha256Hex(bytes),
  });
  const artifact = { ...entry(name, stored), plainSize: plain.length, plainSha256: sha256Hex(plain) };
  await writeFile(at(name), stored);
  await writeFile(at('content.bundle.age'), bundle);
  await writeFile(
    at('manifest.json'),
    JSON.stringify({ artifact, bundle: { ...entry('content.bundle.age', bundle), needs } }),
  );
  return stored;
}

const withKey = () => ['--identity', at('key.txt')];

describe('rescue.mjs', () => {
  it.each([
    ['data.dump', 0],
    ['data.dump.age', 1],
    ['data.sql.age', 65_536],
    ['data.sql.gz', 300_000],
    ['data.sql.gz.age', 3_000_000],
  ])('takes %s with %i plain bytes out of its folder', async (name, size) => {
    const plain =
      size > 1_000_000 ? Buffer.concat([randomBytes(size / 2), Buffer.alloc(size / 2, 'row;')]) : randomBytes(size);
    await storeBackup(name, plain);
    const outcome = await rescue([folder, '--out', at('out'), ...(name.endsWith('.age') ? withKey() : [])]);
    expect(outcome).toMatchObject({ said: expect.stringContaining('agree with the manifest') });
    expect((await readFile(at('out'))).equals(plain)).toBe(true);
  });

  it('takes the content out, and the key from the environment', async () => {
    await storeBackup('data.dump.age', randomBytes(100));
    const environment = { BACKUP_IDENTITY: OWNER.identity };
    const outcome = await rescue([folder, '--bundle', '--out', at('out')], { environment });
    expect(outcome).toEqual({ said: expect.not.stringContaining('earlier') });
    expect(await readFile(at('out'), 'utf8')).toBe('a bundle');
  });

  it('names the earlier bundles that an incremental one builds on, in their order, whether it is here or not', async () => {
    const needs = ['w', 'v'].map((id) => ({
      key: `s/2026/10/${id}/content.bundle.age`,
      size: 9,
      sha256: id.repeat(64),
    }));
    const environment = { BACKUP_IDENTITY: OWNER.identity };
    await storeBackup('data.dump.age', randomBytes(100), [...needs, { key: 'odd\u001b[2J', size: 1, sha256: 'x' }]);
    const told = (text: string) => {
      expect(text).toContain('earlier content bundles (3)');
      const lines = [
        `1. ${needs[0]?.key}`,
        'w'.repeat(64),
        `2. ${needs[1]?.key}`,
        'v'.repeat(64),
        '3. odd?[2J',
        'part-4',
      ];
      const places = lines.map((line) => text.indexOf(line));
      expect(places).toEqual([...places].sort((left, right) => left - right));
      expect(places).not.toContain(-1);
      expect(text).not.toContain('\u001b');
    };
    for (const place of [folder, at('content.bundle.age')]) {
      const words = [place, '--bundle', '--out', at(`out-${path.basename(place)}`)];
      const outcome = await rescue(words, { environment });
      told('said' in outcome ? outcome.said : expect.fail(outcome.refused));
    }
    const dump = await rescue([folder, '--out', at('dump')], { environment });
    expect(dump).toEqual({ said: expect.not.stringContaining('earlier') });
    await rm(at('content.bundle.age'));
    const missing = await rescue([folder, '--bundle', '--out', at('none')], { environment });
    told('refused' in missing ? missing.refused : expect.fail(missing.said));
    expect(missing).toHaveProperty('refused', expect.stringContaining('s/2026/11/x/content.bundle.age'));
  });

  it('opens a file alone, and says that nothing was compared', async () => {
    await writeFile(at('some.dump.age'), await seal(Buffer.from('a dump')));
    const outcome = await rescue([at('some.dump.age'), '--out', at('out'), ...withKey()]);
    expect(outcome).toMatchObject({ said: expect.stringContaining('NOT compared') });
    expect(await readFile(at('out'), 'utf8')).toBe('a dump');
  });

  it.skipIf(!hasAgeProgram)('opens what the age program wrote', async () => {
    const plain = randomBytes(200_000);
    await writeFile(at('plain'), plain);
    const recipients = [STRANGER, OFFICE, OWNER].flatMap(({ recipient }) => ['-r', recipient]);
    execFileSync('age', [...recipients, '-o', at('theirs.age'), at('plain')]);
    expect(await rescue([at('theirs.age'), '--out', at('out'), ...withKey()])).toHaveProperty('said');
    expect((await readFile(at('out'))).equals(plain)).toBe(true);
  });

  it('refuses every change and leaves no file', async () => {
    const stored = await storeBackup('data.dump.age', randomBytes(150_000));
    const flip = (place: number) => {
      const changed = Buffer.from(stored);
      changed[place] = (changed[place] ?? 0) ^ 1;
      return changed;
    };
    const changes = [flip(5), flip(60), flip(300), flip(400), flip(stored.length - 1), stored.subarray(0, 70_000)];
    for (const withManifest of [true, false]) {
      if (!withManifest) await rm(at('manifest.json'));
      for (const changed of [...changes, Buffer.concat([stored, Buffer.from('x')]), Buffer.alloc(0)]) {
        await writeFile(at('data.dump.age'), changed);
        const outcome = await rescue([at('data.dump.age'), '--out', at('out'), ...withKey()]);
        expect(outcome).toHaveProperty('refused');
        expect(existsSync(at('out'))).toBe(false);
      }
    }
  });

  it('refuses other keys, a missing key, a file that exists, and says what to do', async () => {
    await storeBackup('data.dump.age', randomBytes(100));
    const said = async (...words: string[]) => JSON.stringify(await rescue([folder, '--out', at('out'), ...words]));
    expect(await said('--identity', at('other.txt'))).toContain('None of the private keys');
    expect(await said()).toContain('--identity');
    expect(await said('--identity', at('manifest.json'))).toContain('AGE-SECRET-KEY-1');
    await writeFile(at('out'), 'mine');
    expect(await said(...withKey())).toContain('EEXIST');
    expect(await readFile(at('out'), 'utf8')).toBe('mine');
    await rm(at('data.dump.age'));
    await mkdir(at('data.dump.age'));
    expect(await rescue([at('data.dump.age'), '--out', at('out'), ...withKey()])).toHaveProperty('refused');
    expect(await rescue([folder, '--out', at('out'), ...withKey()])).toHaveProperty('refused');
    expect(await readFile(at('out'), 'utf8'), 'what could not be read takes nothing else away').toBe('mine');
    expect(JSON.stringify(await rescue([]))).toContain('Usage');
  });
});
