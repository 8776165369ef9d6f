import { randomBytes } from 'node:crypto';
import { Decrypter, Encrypter } from 'age-encryption';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decryptAge, encryptAge, tryHeader } from '@/lib/backup/storage/encryption/age';
import { bodyOf, codeOf, contentOf } from '@/tests/contract/store-under-test';
import { OFFICE, OWNER, STRANGER } from '@/tests/support/age-keys';

const CHUNK = 65_536;
const SIZES = [0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7];

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}
const sealed = (plain: Uint8Array, recipients = [OWNER.recipient]) =>
  contentOf(encryptAge(pieces(plain, 10_000), recipients));
const opened = (file: Uint8Array, identities = [OWNER.identity], size = 7_001) =>
  contentOf(decryptAge(pieces(file, size), identities));

describe('an age file', () => {
  it.each(SIZES)('of %i bytes goes both ways, and between us and the library', async (size) => {
    const plain = randomBytes(size);
    const file = await sealed(plain, [OWNER.recipient, OFFICE.recipient]);
    for (const { identity } of [OWNER, OFFICE]) {
      expect((await opened(file, [identity])).equals(plain)).toBe(true);
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      expect(Buffer.from(await decrypter.decrypt(file)).equals(plain)).toBe(true);
    }
    const encrypter = new Encrypter();
    encrypter.addRecipient(OFFICE.recipient);
    expect((await opened(await encrypter.encrypt(plain), [OWNER.identity, OFFICE.identity])).equals(plain)).toBe(true);
  });

  it('comes in any pieces', async () => {
    const anyPieces = fc.array(fc.uint8Array({ maxLength: 60_000 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(anyPieces, fc.integer({ min: 1, max: 200_000 }), async (parts, cut) => {
        const file = await contentOf(encryptAge(bodyOf(...parts), [OWNER.recipient]));
        expect((await opened(file, [OWNER.identity], cut)).equals(Buffer.concat(parts))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('is never the same twice and shows nothing of its content', async () => {
    const plain = Buffer.alloc(100_000, 'password_hash');
    const files = [await sealed(plain), await sealed(plain)] as const;
    expect(files[0].equals(files[1])).toBe(false);
    for (const file of files) expect(file.includes('password')).toBe(false);
  });

  it('does not open for a stranger, and says so before it reads on', async () => {
    const file = await sealed(randomBytes(1000));
    expect(await codeOf(opened(file, [STRANGER.identity]))).toBe('UNSUPPORTED');
    expect(await codeOf(tryHeader(file.subarray(0, 400), [STRANGER.identity]))).toBe('UNSUPPORTED');
    await tryHeader(file.subarray(0, 400), [STRANGER.identity, OWNER.identity]);
  });

  it('is refused where any bit of it was changed', async () => {
    const file = await sealed(randomBytes(CHUNK + 500));
    const places = [0, 30, 60, 120, 170, 200, 216, 220, 1000, CHUNK, CHUNK + 300, file.byteLength - 1];
    for (const place of places) {
      const changed = Buffer.from(file);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(await codeOf(opened(changed)), `byte ${place}`).toMatch(/^(CORRUPT|UNSUPPORTED)$/);
    }
  });

  it('is refused where it was cut, lengthened, or its chunks were moved', async () => {
    const file = await sealed(randomBytes(3 * CHUNK));
    const body = file.byteLength - 3 * (CHUNK + 16);
    const chunk = (index: number) => file.subarray(body + index * (CHUNK + 16), body + (index + 1) * (CHUNK + 16));
    const head = file.subarray(0, body);
    const forgeries = {
      empty: Buffer.alloc(0),
      'half a header': file.subarray(0, 50),
      'header alone': file.subarray(0, body - 16),
      'nothing behind the nonce': head,
      'cut in a chunk': file.subarray(0, body + 500),
      'cut between chunks': Buffer.concat([head, chunk(0), chunk(1)]),
      'a chunk left out': Buffer.concat([head, chunk(0), chunk(2)]),
      'chunks exchanged': Buffer.concat([head, chunk(1), chunk(0), chunk(2)]),
      'a chunk twice': Buffer.concat([head, chunk(0), chunk(0), chunk(1), chunk(2)]),
      'one byte more': Buffer.concat([file, Buffer.alloc(1)]),
      'another file behind': Buffer.concat([file, file]),
      'no age file': Buffer.alloc(300_000, 'x'),
      'an endless header': Buffer.concat([Buffer.from('age-encryption.org/v1\n'), Buffer.alloc(400_000, '-> a b\n')]),
    };
    for (const [name, forged] of Object.entries(forgeries)) {
      expect(await codeOf(opened(forged)), name).toBe('CORRUPT');
    }
  });

  it('passes on the very error of its source, either way', async () => {
    const trouble = new Error('pg_dump ended with 1');
    const failing = async function* () {
      yield randomBytes(100_000);
      throw trouble;
    };
    await expect(contentOf(encryptAge(failing(), [OWNER.recipient]))).rejects.toBe(trouble);
    const file = await sealed(randomBytes(200_000));
    const cut = async function* () {
      yield file.subarray(0, 150_000);
      throw trouble;
    };
    await expect(contentOf(decryptAge(cut(), [OWNER.identity]))).rejects.toBe(trouble);
  });

  it('closes its source when the reader leaves early', async () => {
    for (const through of [encryptAge, decryptAge]) {
      const file = await sealed(randomBytes(500_000));
      let closed = false;
      const source = async function* () {
        try {
          yield* pieces(file, 50_000);
        } finally {
          closed = true;
        }
      };
      for await (const _ of through(source(), [through === encryptAge ? OWNER.recipient : OWNER.identity])) break;
      expect(closed).toBe(true);
    }
  });
});
