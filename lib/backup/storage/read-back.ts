import { ByteMeter } from '../kernel/digest';
import type { ObjectStore } from './object-store';

export interface ReadBackOptions {
  signal?: AbortSignal;
  /** Called with the bytes read so far, after each chunk. */
  onBytes?: (total: number) => void;
}

/** Reads a stored object whole, from the store and not from memory, and hashes it. Throws what `get` and its stream throw. */
export async function hashStoredObject(
  store: ObjectStore,
  key: string,
  { signal, onBytes }: ReadBackOptions = {},
): Promise<{ size: number; sha256: string }> {
  const meter = new ByteMeter();
  for await (const chunk of await store.get(key, { signal })) {
    meter.add(chunk);
    onBytes?.(meter.size);
  }
  return { size: meter.size, sha256: meter.sha256() };
}
