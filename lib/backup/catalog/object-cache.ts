import type { StoredObject } from '../storage/object-store';

/** A change within this time of the last one may leave size and modification time as they were. */
const SETTLED_MS = 2000;

interface Held<T> {
  size: number;
  modifiedAt: number;
  value: T;
}

/** Parsed objects by key, size and modification time; the least recently used ones go first. */
export class ObjectCache<T> {
  readonly #held = new Map<string, Held<T>>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  async read(object: StoredObject, load: () => Promise<T>): Promise<T> {
    const held = this.#held.get(object.key);
    const modifiedAt = object.modifiedAt.getTime();
    this.#held.delete(object.key);
    if (held && held.size === object.size && held.modifiedAt === modifiedAt) {
      this.#held.set(object.key, held);
      return held.value;
    }
    const loadedFrom = Date.now();
    const value = await load();
    if (loadedFrom - modifiedAt > SETTLED_MS) {
      this.#held.set(object.key, { size: object.size, modifiedAt, value });
      for (const oldest of this.#held.keys()) {
        if (this.#held.size <= this.#capacity) break;
        this.#held.delete(oldest);
      }
    }
    return value;
  }
}
