import { unwrap } from '@/lib/backup/kernel/result';
import { planRestore } from '@/lib/backup/use-cases/plan-restore';
import type { RestoreTargetRequest } from '@/lib/backup/use-cases/restore-target';
import { startRestore } from '@/lib/backup/use-cases/start-restore';
import { undoRestore } from '@/lib/backup/use-cases/undo-restore';
import type { RestorePlanView, RestoreResultView } from '@/lib/backup/views';
import { byTest, ended, type TestModule } from './backup-module';

export const SITE_NAME = 'Test Directory';

export async function planned(
  module: TestModule,
  backupId: string,
  target: RestoreTargetRequest,
): Promise<RestorePlanView> {
  return unwrap(await planRestore(module.context, { backupId, target }));
}

/** Plans, confirms and carries out, as the terminal does. */
export async function restored(
  module: TestModule,
  backupId: string,
  target: RestoreTargetRequest,
  options: { skipSafetyCopy?: boolean } = {},
): Promise<RestoreResultView> {
  const plan = await planned(module, backupId, target);
  if (plan.token === null) throw new Error(plan.refusals.map(({ message }) => message).join(' '));
  const request = { token: plan.token, siteName: SITE_NAME, actor: byTest.actor, ...options };
  return ended(startRestore(module.context, request, { trigger: 'cli' }));
}

export const undone = (module: TestModule): Promise<RestoreResultView> =>
  ended(undoRestore(module.context, { siteName: SITE_NAME, actor: byTest.actor }, { trigger: 'cli' }));
