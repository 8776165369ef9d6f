import type { ReadinessCheckView, ReadinessItem, ReadinessView, SignOffView, VariableView } from '../views';
import type { ItemVerdict } from './readiness-finding';

export interface ReadinessFacts {
  now: Date;
  items: Record<ReadinessItem, ItemVerdict>;
  signOffs: Partial<Record<ReadinessItem, SignOffView | null>>;
  variables: VariableView[];
}

/** In the order of the guide. */
const ORDER: readonly ReadinessItem[] = ['backup', 'copies', 'content', 'restore', 'monitoring', 'secrets', 'sign-in'];
/** What would cost most on the day that it is needed comes first. */
const WEIGHT: readonly ReadinessItem[] = ['backup', 'copies', 'restore', 'content', 'monitoring', 'secrets', 'sign-in'];

/**
 * The checklist as it is at this moment. Silence is never green: what cannot be known counts as open. The next step is the
 * first finding of the weightiest item that is not ready.
 */
export function judgeReadiness({ now, items, signOffs, variables }: ReadinessFacts): ReadinessView {
  const checks = ORDER.map((item): ReadinessCheckView => {
    const { open, good, unknown } = items[item];
    const state = open.length === 0 ? 'ready' : unknown ? 'unknown' : 'open';
    return { item, state, open, good, signOff: signOffs[item] ?? null };
  });
  const score = checks.filter(({ state }) => state === 'ready').length;
  const worst = WEIGHT.find((item) => items[item].open.length > 0);
  const finding = worst && items[worst].open[0];
  return {
    at: now.toISOString(),
    ready: score === checks.length,
    score,
    of: checks.length,
    next: worst && finding ? { item: worst, finding } : null,
    checks,
    variables,
  };
}
