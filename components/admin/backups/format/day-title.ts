import { createMoments } from './moments';
import type { Words } from './words';

/** A page title that names a moment, in UTC: "Backup of 22 Nov 2026, 02:00 UTC". */
export function dayTitle(key: string, at: string, words: Words, locale: string): string {
  return words(key, { when: createMoments(words, locale, null).full(at) });
}
