import type { Readable } from 'node:stream';

export interface StoredObject {
  /** Path with forward slashes, never starting with one. */
  key: string;
  /** Bytes. */
  size: number;
  modifiedAt: Date;
}

export interface PutOptions {
  /** Refuse with CONFLICT where the key exists already. Nothing is overwritten, not even half. */
  ifAbsent?: boolean;
  signal?: AbortSignal;
  /** Bytes that are to be expected, where that is known: large uploads then come in larger parts. No limit. */
  expectedSize?: number;
  /** Until then nobody may delete the object. UNSUPPORTED where `caps.objectLock` is false. */
  retainUntil?: Date;
}

export interface GetOptions {
  /** First byte, from 0. */
  start?: number;
  /** Last byte, inclusive. */
  end?: number;
  signal?: AbortSignal;
}

/**
 * Where artifacts live. Every driver passes tests/contract/object-store-contract.ts.
 *
 * Contract: an object appears whole or not at all; a `put` whose body throws or is aborted leaves no object;
 * drivers stream in constant memory. Errors are AppFailure: NOT_FOUND (get of an absent key), CONFLICT (ifAbsent),
 * STORAGE_DOWN (anything the storage did), CANCELLED (signal), INVALID_INPUT (a key outside the store).
 */
export interface ObjectStore {
  /** For pages and messages: "local folder /var/backups". Holds no secret. */
  readonly description: string;
  readonly kind: 'local' | 's3' | 'gcs';
  readonly caps: { conditionalPut: boolean; signedUrl: boolean; objectLock: boolean };
  put(key: string, body: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<{ size: number }>;
  get(key: string, options?: GetOptions): Promise<Readable>;
  stat(key: string): Promise<StoredObject | null>;
  /** Objects whose key starts with `prefix`, in key order. Throws rather than give a part of the listing. */
  list(prefix: string, options?: { after?: string }): AsyncIterable<StoredObject>;
  /** `retained`: the store keeps it until its `retainUntil`, which is no error. */
  delete(key: string): Promise<'deleted' | 'absent' | 'retained'>;
  /** An address that gives the object to whoever has it, as a download of that name. */
  signedUrl?(key: string, secondsToLive: number, fileName: string): Promise<string>;
  /** Removes unfinished uploads under `prefix` that have not grown since `olderThan`; returns how many. */
  sweepUploads(prefix: string, olderThan: Date): Promise<number>;
  /** Free bytes where the driver can know, else null. */
  freeBytes(): Promise<number | null>;
}
