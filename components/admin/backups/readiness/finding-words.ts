import type { FindingView } from '@/lib/backup';
import type { Format } from '../format/use-format';

/** A finding as a sentence in the reader's language: `found`, what to `do` about it, or what is `good`. */
export function findingWords(as: 'found' | 'do' | 'good', { code, facts }: FindingView, format: Format): string {
  const key = `readiness.${as}.${code}`;
  if (!format.words.has(key)) return code;
  const values = typeof facts.at === 'string' && facts.at ? { ...facts, at: format.ago(facts.at) } : facts;
  return format.words(key, values).trim();
}
