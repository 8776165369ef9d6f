import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

export const sha256Hex = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

export const hmacSha256Hex = (key: Uint8Array, data: string): string =>
  createHmac('sha256', key).update(data).digest('hex');

/** Compares two texts in constant time; unequal lengths are compared by digest, so nothing leaks. */
export function sameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/** A key of 32 bytes for one purpose, derived from a longer-lived secret. */
export const deriveKey = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'ever-works-backup', purpose, 32));

/** Counts and hashes a stream as it passes. Chunks go on unchanged. */
export class ByteMeter {
  #hash = createHash('sha256');
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(chunk: Uint8Array): void {
    this.#hash.update(chunk);
    this.#size += chunk.byteLength;
  }

  /** Ends the hash: call once. */
  sha256(): string {
    return this.#hash.digest('hex');
  }
}

export async function* metered(source: AsyncIterable<Uint8Array>, meter: ByteMeter): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    meter.add(chunk);
    yield chunk;
  }
}
