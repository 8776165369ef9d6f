import type { RetentionRowView } from '../contract';
import type { Format } from '../format/use-format';

/** "Pinned, weekly 3 of 4, younger than 30 days". */
export function keepWords(kept: RetentionRowView['kept'], { words, list, number }: Format): string {
  return list(
    kept.map((rule) => {
      if ('n' in rule) return words(`policy.rule.${rule.rule}`, { n: number(rule.n), of: number(rule.of) });
      if (rule.rule === 'days') return words('policy.rule.days', { n: rule.of });
      return words(`policy.rule.${rule.rule}`);
    }),
  );
}
