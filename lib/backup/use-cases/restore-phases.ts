import type { PhaseKey, RestoreFactsView, RestoreTargetView } from '../views';
import { waitingContent } from './restore-content';
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

/** The same of a plan, with the content where it comes along. */
export const factsOfPlan = ({ target, content }: PlannedRestore): RestoreFactsView => ({
  ...factsOf(target),
  ...(content && { content: waitingContent(content) }),
});

/** In the order in which they begin. */
export function phasesOf({ target, content }: PlannedRestore, skipSafetyCopy: boolean): PhaseKey[] {
  const safety: PhaseKey[] = changesLive(target) && !skipSafetyCopy ? ['safety'] : [];
  const rest: PhaseKey[] =
    target.kind === 'database'
      ? ['prepare']
      : target.kind === 'tables'
        ? ['migrate', 'prepare']
        : target.method === 'transaction'
          ? ['migrate', 'swap', 'prepare']
          : ['migrate', 'prepare', 'swap'];
  const last: PhaseKey[] = content && content.way !== 'same' ? ['content'] : [];
  return ['readback', ...safety, 'load', 'compare', ...rest, ...last];
}
