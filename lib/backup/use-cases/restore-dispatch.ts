import type { BackupContext } from '../context';
import type { RunContext } from '../runs/execute-run';
import type { ReachedTarget } from './reach-target';
import { restoreLiveInPlace } from './restore-in-place';
import { restoreLiveBySwap, restoreLiveFromNothing, restoreToDatabase } from './restore-live';
import type { RestoreFindings, RestoreOrder } from './restore-order';
import { restoreTables } from './restore-tables';

/** The way that fits the target of the plan. */
export function restoreInPlaceOrSwap(
  context: BackupContext,
  order: RestoreOrder,
  running: RunContext,
  findings: RestoreFindings,
  reached: ReachedTarget,
): Promise<void> {
  const { target } = order.plan;
  if (target.kind === 'database') return restoreToDatabase(context, order, running, findings, reached);
  if (target.kind === 'tables') return restoreTables(context, order, running, findings, reached);
  if (target.method === 'swap') return restoreLiveBySwap(context, order, running, findings, reached);
  if (target.method === 'transaction') return restoreLiveInPlace(context, order, running, findings, reached);
  return restoreLiveFromNothing(context, order, running, findings, reached);
}
