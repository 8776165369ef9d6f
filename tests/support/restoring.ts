import { unwrap } from '@/lib/backup/kernel/result';
import { planRestore } from '@/lib/backup/use-cases/plan-restore';
import type { RestoreTargetRequest } from '@/lib/backup/use-cases/restore-target';
import { startRestore } from '@/lib/backup/use-cases/start-restore';
import { undoRestore } from '@/lib/backup/use-cases/undo-restore';
import type { RestorePlanView, RestoreResultView } from '@/lib/backup/views';
import { byTest, ended, type TestModule } from './backup-module';
import type { TestDatabase } from './postgres';

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

/** Removes the databases that were kept when this one was replaced. */
export async function dropReplaced(live: Pick<TestDatabase, 'name' | 'query'>): Promise<void> {
  const rows = await live.query<{ name: string }>(
    `select datname as name from pg_database
      where position($1 in coalesce(shobj_description(oid, 'pg_database'), '')) > 0`,
    [`"of":"${live.name}"`],
  );
  for (const { name } of rows) await live.query(`drop database if exists "${name}" with (force)`);
}
