import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decryptAge, encryptAge } from '@/lib/backup/storage/encryption/age';
import { bodyOf, codeOf, contentOf } from '@/tests/contract/store-under-test';
import { hasAgeProgram, OFFICE, OWNER } from '@/tests/support/age-keys';

const run = promisify(execFile);
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'age-program-'));
  await writeFile(join(folder, 'office.txt'), `# a comment\n${OFFICE.identity}\n`);
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);

describe.skipIf(!hasAgeProgram)('the age program', () => {
  it.each([0, 1, 65_536, 65_537, 1_000_000])(
    'opens what we wrote, and we open what it wrote: %i bytes',
    async (size) => {
      const plain = randomBytes(size);
      await writeFile(at('ours.age'), await contentOf(encryptAge(bodyOf(plain), [OWNER.recipient, OFFICE.recipient])));
      const options = { encoding: 'buffer', maxBuffer: 2_000_000 } as const;
      const { stdout } = await run('age', ['--decrypt', '-i', at('office.txt'), at('ours.age')], options);
      expect(stdout.equals(plain)).toBe(true);
      await writeFile(at('plain'), plain);
      await run('age', ['-r', OFFICE.recipient, '-r', OWNER.recipient, '-o', at('theirs.age'), at('plain')]);
      const theirs = await readFile(at('theirs.age'));
      expect((await contentOf(decryptAge(bodyOf(theirs), [OWNER.identity]))).equals(plain)).toBe(true);
    },
  );

  it('and we refuse the same forgeries', async () => {
    const file = await contentOf(encryptAge(bodyOf(randomBytes(200_000)), [OFFICE.recipient]));
    const lengths = [10, 100, 199, 215, 300, 65_752, file.byteLength - 1];
    for (const forged of [...lengths.map((length) => file.subarray(0, length)), Buffer.concat([file, file])]) {
      await writeFile(at('forged.age'), forged);
      await expect(run('age', ['-d', '-i', at('office.txt'), '-o', at('none'), at('forged.age')])).rejects.toThrow();
      expect(await codeOf(contentOf(decryptAge(bodyOf(forged), [OFFICE.identity])))).toBe('CORRUPT');
    }
  });
});
