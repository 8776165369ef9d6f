import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { failure } from '../../kernel/app-error';

/** Format: https://age-encryption.org/v1. Chunks of the plain text; each is followed by its tag. Bytes. */
const CHUNK = 64 * 1024;
const TAG = 16;
export const PAYLOAD_NONCE = 16;

const CIPHER = 'chacha20-poly1305';
const options = { authTagLength: TAG };

export const payloadKey = (fileKey: Uint8Array, nonce: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32));

/** Number of the chunk in eleven bytes, then 1 for the last one. */
function chunkNonce(count: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(count, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Encrypted payload in constant memory: OpenSSL's cipher is several times faster than one in JavaScript. */
export async function* sealPayload(source: AsyncIterable<Uint8Array>, key: Buffer): AsyncGenerator<Buffer> {
  for await (const { bytes, count, last } of inChunks(source, CHUNK)) {
    const cipher = createCipheriv(CIPHER, key, chunkNonce(count, last), options);
    const sealed = cipher.update(bytes);
    cipher.final();
    yield Buffer.concat([sealed, cipher.getAuthTag()]);
  }
}

/** Plain payload; nothing is given that was not authenticated before. Throws CORRUPT. */
export async function* openPayload(source: AsyncIterable<Uint8Array>, key: Buffer): AsyncGenerator<Buffer> {
  for await (const { bytes, count, last } of inChunks(source, CHUNK + TAG)) {
    const length = bytes.byteLength - TAG;
    if (length < 0 || (length === 0 && count > 0)) throw payloadDamage();
    const decipher = createDecipheriv(CIPHER, key, chunkNonce(count, last), options);
    decipher.setAuthTag(bytes.subarray(length));
    const plain = decipher.update(bytes.subarray(0, length));
    try {
      decipher.final();
    } catch (cause) {
      throw payloadDamage(cause);
    }
    yield plain;
  }
}

const payloadDamage = (cause?: unknown) =>
  failure('CORRUPT', 'The encrypted data was changed, cut off or lengthened.', {
    hint: 'Use another backup and verify it first.',
    cause,
  });

/** Pieces of exactly `size` bytes and a last one that is shorter, or as long. An empty source has one empty piece. */
async function* inChunks(source: AsyncIterable<Uint8Array>, size: number) {
  let held = Buffer.allocUnsafe(size);
  let filled = 0;
  let count = 0;
  for await (const piece of source) {
    for (let at = 0; at < piece.byteLength; ) {
      if (filled === size) {
        yield { bytes: held, count, last: false };
        held = Buffer.allocUnsafe(size);
        filled = 0;
        count += 1;
      }
      const taken = Math.min(piece.byteLength - at, size - filled);
      held.set(piece.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
    }
  }
  yield { bytes: held.subarray(0, filled), count, last: true };
}
