import type { Manifest } from '../catalog/manifest';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { newId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { type DetachedRun, runDetached } from '../runs/detached-run';
import type { RestoreResultView, RunView } from '../views';
import { confirmSiteName } from './confirm-act';
import { restoreResult } from './get-restore-result';
import { mirrorAudit } from './mirror-audit';
import { performRestore } from './perform-restore';
import { reachDatabase } from './reach-database';
import { noteAudit } from './record-audit';
import { changesLive, factsOfPlan, phasesOf } from './restore-phases';
import type { PlannedRestore } from './restore-token';
import type { Initiator, StartedRun } from './start-backup';

/**
 * A restore where no live database exists: there is no row to write progress into and no lease to take. The name of the
 * new database is the lock, for only one can be made of it. Once a live one stands, the run is written into it.
 * For terminals: without a database nobody can be signed in. Throws FORBIDDEN, INVALID_INPUT (fields.siteName).
 */
export async function restoreDetached(
  context: BackupContext,
  order: {
    plan: PlannedRestore;
    manifest: Manifest;
    initiator: Initiator;
    keepLocally: boolean;
    siteName: string | undefined;
  },
): Promise<StartedRun<RestoreResultView>> {
  const { plan, manifest, initiator, keepLocally } = order;
  if (initiator.trigger !== 'cli') {
    throw failure('FORBIDDEN', 'There is no live database, so nobody can be signed in.', {
      hint: 'Restore in the terminal of the server: npm run -s backup -- restore ID --live --confirm SITE',
    });
  }
  if (changesLive(plan.target)) confirmSiteName(context, order.siteName);
  const facts = factsOfPlan(plan);
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
      restore: facts,
    },
    phases: phasesOf(plan, true),
  };
  const { view, control, finished } = runDetached(run, context.clock, context.host.log, async (running, record) => {
    const how = { skipSafetyCopy: true, email: null, keepLocally };
    await performRestore(context, { run: record, plan, manifest, initiator, ...how }, running);
  });
  const ended = finished.then(async ({ outcome, view: end, save }): Promise<Result<RestoreResultView>> => {
    if (!outcome.ok) return outcome;
    return attempt(async () => {
      // A new database beside nothing leaves no place for the run: its record in the storage stands alone then.
      if (changesLive(plan.target)) {
        await save(await reachDatabase(context));
        await noteDetached(context, initiator, end);
      }
      return restoreResult(context, end, end.restore ?? facts);
    });
  });
  return { run: view, started: true, finished: ended, detached: control };
}

/** There was no audit to write into before: both ends are told at once. */
async function noteDetached(context: BackupContext, initiator: Initiator, end: RunView): Promise<void> {
  const note = { subject: end.backupId, actor: initiator.actor, from: initiator.trigger };
  const { id, status, durationMs, startedAt, restore } = end;
  await noteAudit(context, { ...note, act: 'restore.start', detail: { run: id, startedAt, target: restore?.target } });
  await noteAudit(context, { ...note, act: 'restore.end', detail: { run: id, status, durationMs } });
  await mirrorAudit(context, await reachDatabase(context));
}
