import type { PhaseKey, RestoreFactsView, RestoreTargetView } from '../views';
import { targetWord } from './restore-target';
import type { PlannedRestore } from './restore-token';

/** Whether live data is written over: then a safety copy comes first, and the site's name is typed. */
export const changesLive = (target: RestoreTargetView): boolean =>
  target.kind === 'live' || (target.kind === 'tables' && target.into === 'live');

export const factsOf = (target: RestoreTargetView): RestoreFactsView => ({
  target: targetWord(target),
  method: target.kind === 'live' ? target.method : null,
  database: target.database,
  schema: target.kind === 'tables' ? target.schema : null,
  keptAs: null,
  safetyBackupId: null,
  swapMs: null,
});

/** In the order in which they begin. */
export function phasesOf({ target }: PlannedRestore, skipSafetyCopy: boolean): PhaseKey[] {
  const safety: PhaseKey[] = changesLive(target) && !skipSafetyCopy ? ['safety'] : [];
  const rest: PhaseKey[] =
    target.kind === 'database'
      ? ['prepare']
      : target.kind === 'tables'
        ? ['migrate', 'prepare']
        : target.method === 'transaction'
          ? ['migrate', 'swap', 'prepare']
          : ['migrate', 'prepare', 'swap'];
  return ['readback', ...safety, 'load', 'compare', ...rest];
}
