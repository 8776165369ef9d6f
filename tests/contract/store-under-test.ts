import { randomBytes } from 'node:crypto';
import type { AppErrorCode } from '@/lib/backup/kernel/app-error';
import { AppFailure } from '@/lib/backup/kernel/app-error';
import type { ObjectStore, StoredObject } from '@/lib/backup/storage/object-store';

/** What a driver's test hands to the contract: a private, empty store and how another process opens the same one. */
export interface StoreUnderTest {
  store: ObjectStore;
  /** Module (file URL), exported factory and its options, for the process that is killed in the middle of a put. */
  elsewhere: {
    module: string;
    factory: string;
    options: Record<string, unknown>;
    /** The service forgets unfinished uploads by itself: there is nothing to sweep. */
    expires?: boolean;
  };
  tearDown(): Promise<void>;
}

export type MakeStore = () => Promise<StoreUnderTest>;

export async function* bodyOf(...chunks: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

/** `total` bytes in chunks of one shared buffer: the source itself costs no memory. */
export async function* largeBody(total: number, chunk = randomBytes(64 * 1024)): AsyncGenerator<Uint8Array> {
  for (let left = total; left > 0; left -= chunk.byteLength) yield chunk.subarray(0, Math.min(left, chunk.byteLength));
}

export async function contentOf(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export const textAt = async (store: ObjectStore, key: string): Promise<string> =>
  (await contentOf(await store.get(key))).toString();

export async function listed(store: ObjectStore, prefix = '', after?: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of store.list(prefix, { after })) objects.push(object);
  return objects;
}

export const keysIn = async (store: ObjectStore, prefix = '', after?: string): Promise<string[]> =>
  (await listed(store, prefix, after)).map(({ key }) => key);

/** The code with which `work` failed; null where it did not. Anything but an AppFailure is thrown on. */
export async function codeOf(work: Promise<unknown> | (() => Promise<unknown>)): Promise<AppErrorCode | null> {
  try {
    await (typeof work === 'function' ? work() : work);
    return null;
  } catch (error) {
    if (error instanceof AppFailure) return error.error.code;
    throw error;
  }
}

export const FAR_FUTURE = new Date('2999-01-01T00:00:00Z');
