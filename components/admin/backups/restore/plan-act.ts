import type { RestorePlanView } from '../contract';

/** True where a restore replaces what the site shows. */
export function replacesLive({ target }: Pick<RestorePlanView, 'target'>): boolean {
  return target.kind === 'live' || (target.kind === 'tables' && target.into === 'live');
}

/** The effect that the last button is named by. */
export function planAct({ target }: Pick<RestorePlanView, 'target'>): 'database' | 'live' | 'side' | 'liveTables' {
  if (target.kind !== 'tables') return target.kind;
  return target.into === 'live' ? 'liveTables' : 'side';
}
