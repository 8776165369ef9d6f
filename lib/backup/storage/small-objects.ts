import { failure } from '../kernel/app-error';
import type { ObjectStore, PutOptions } from './object-store';

/** Reads a small object whole. Throws CORRUPT above `maxBytes`, so that a swapped-in giant cannot fill the memory. */
export async function readSmallObject(store: ObjectStore, key: string, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of await store.get(key)) {
    size += chunk.byteLength;
    if (size > maxBytes) throw failure('CORRUPT', `“${key}” is larger than such an object can be.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

export async function writeSmallObject(
  store: ObjectStore,
  key: string,
  bytes: Uint8Array,
  options?: PutOptions,
): Promise<void> {
  const body = (async function* () {
    yield bytes;
  })();
  await store.put(key, body, options);
}
