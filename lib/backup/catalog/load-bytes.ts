import { AppFailure } from '../kernel/app-error';
import type { ObjectStore } from '../storage/object-store';
import { readSmallObject } from '../storage/small-objects';

/** A manifest of ten thousand tables and ten thousand files stays far below. */
const LARGEST_OBJECT = 16 * 1024 * 1024;

/** The bytes of a catalogue object; two outcomes are answers, everything else the store says is thrown. */
export async function loadBytes(store: ObjectStore, key: string): Promise<Buffer | 'absent' | 'oversized'> {
  try {
    return await readSmallObject(store, key, LARGEST_OBJECT);
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'NOT_FOUND') return 'absent';
    if (error instanceof AppFailure && error.error.code === 'CORRUPT') return 'oversized';
    throw error;
  }
}
