import type { Manifest } from '../catalog/manifest';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { newId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { type DetachedRun, runDetached } from '../runs/detached-run';
import type { RestoreResultView } from '../views';
import { confirmSiteName } from './confirm-act';
import { getRestoreResult } from './get-restore-result';
import { performRestore } from './perform-restore';
import { reachDatabase } from './reach-database';
import { factsOf, phasesOf } from './restore-phases';
import type { PlannedRestore } from './restore-token';
import type { Initiator, StartedRun } from './start-backup';

/**
 * A restore where no live database exists: there is no row to write progress into and no lease to take. The name of the
 * new database is the lock, for only one can be made of it. Once it stands, the run is written into it.
 * For terminals: without a database nobody can be signed in. Throws FORBIDDEN, INVALID_INPUT (fields.siteName).
 */
export async function restoreDetached(
  context: BackupContext,
  order: { plan: PlannedRestore; manifest: Manifest; initiator: Initiator; siteName: string | undefined },
): Promise<StartedRun<RestoreResultView>> {
  const { plan, manifest, initiator } = order;
  if (initiator.trigger !== 'cli') {
    throw failure('FORBIDDEN', 'There is no live database, so nobody can be signed in.', {
      hint: 'Restore in the terminal of the server: npm run -s backup -- restore ID --live --confirm SITE',
    });
  }
  confirmSiteName(context, order.siteName);
  const run: DetachedRun = {
    id: newId(context.clock.now()),
    kind: 'restore',
    trigger: initiator.trigger,
    actor: initiator.actor,
    backupId: manifest.id,
    options: {
      scope: manifest.scope.kind,
      format: manifest.artifact.format,
      engine: manifest.engine.name,
      verifyRestore: false,
      restore: factsOf(plan.target),
    },
    phases: phasesOf(plan, true),
  };
  const { view, finished } = runDetached(run, context.clock, context.host.log, async (running, record) => {
    await performRestore(context, { run: record, plan, manifest, initiator, skipSafetyCopy: true }, running);
  });
  const ended = finished.then(async ({ outcome, save }): Promise<Result<RestoreResultView>> => {
    if (!outcome.ok) return outcome;
    return attempt(async () => {
      await save(await reachDatabase(context));
      const result = await getRestoreResult(context, run.id);
      if (result.ok) return result.value;
      throw failure(result.error.code, result.error.message, result.error);
    });
  });
  return { run: view, started: true, finished: ended };
}
