import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { AppFailure, failure } from '../kernel/app-error';
import { newId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { beginRun } from '../runs/begin-run';
import type { RunContext } from '../runs/execute-run';
import { toRunView } from '../runs/run-records';
import type { PruneResultView } from '../views';
import { busyError } from './busy-error';
import { clearLostRuns } from './clear-lost-runs';
import { conductRun } from './conduct-run';
import { decideRetention, findUncommitted, orphanLimit } from './decide-retention';
import { noteDeletion } from './note-deletion';
import { type PrunePlan, readPrunePlan } from './plan-prune';
import { reachDatabase } from './reach-database';
import { noteAudit } from './record-audit';
import type { Initiator, StartedRun } from './start-backup';
import { tidyStorage } from './tidy-storage';

export interface PruneRequest {
  token: string;
  /** Also what unfinished runs have left. */
  orphans?: boolean;
  idempotencyKey?: string;
}

/**
 * Deletes what a plan said would go, and of that only what still goes: the catalogue is read again before each deletion.
 * What is deleted can be put back for BACKUP_DELETE_GRACE_HOURS. Runs under the lease of all runs, so nothing is being
 * restored or verified meanwhile. Errors: STALE (old plan, or another policy), INVALID_INPUT, FORBIDDEN, BUSY.
 */
export function applyPrune(
  context: BackupContext,
  { token, orphans = false, idempotencyKey }: PruneRequest,
  initiator: Initiator,
): Promise<Result<StartedRun<PruneResultView>>> {
  return attempt(async () => {
    const plan = readPrunePlan(context, token, initiator.actor.id);
    return startPrune(context, orphans ? plan : { ...plan, orphans: [] }, initiator, idempotencyKey);
  });
}

/** The schedule's own: what goes by the policy at this moment. Only where somebody has saved one that says so. */
export async function pruneBySchedule(
  context: BackupContext,
  initiator: Initiator,
): Promise<Result<PruneResultView | null>> {
  const started = await attempt(async () => {
    const { plan, state } = await decideRetention(context, await reachDatabase(context));
    if (state.source !== 'saved' || !state.policy.retention.automatic || plan.going.length === 0) return null;
    return startPrune(context, { ids: plan.going, orphans: [], policyVersion: state.version }, initiator);
  });
  if (!started.ok) return started;
  return (await started.value?.finished) ?? { ok: true, value: null };
}

type Chosen = Pick<PrunePlan, 'ids' | 'orphans' | 'policyVersion'>;

async function startPrune(
  context: BackupContext,
  chosen: Chosen,
  { trigger, actor }: Initiator,
  idempotencyKey?: string,
): Promise<StartedRun<PruneResultView>> {
  const db = await reachDatabase(context);
  await clearLostRuns(context, db);
  const begun = await beginRun(db, {
    kind: 'prune',
    trigger,
    actor,
    idempotencyKey: idempotencyKey ?? null,
    options: { scope: 'full', verifyRestore: false },
    backupId: newId(context.clock.now()),
  });
  const run = toRunView(begun.run);
  if (begun.outcome === 'busy') throw new AppFailure(busyError(run));
  if (begun.outcome === 'duplicate') return { run, started: false, finished: null };
  const work = (running: RunContext) => prune(context, db, chosen, { trigger, actor }, running);
  const finished = conductRun(context, { db, run: begun.run, lease: begun.lease, log: context.host.log, work });
  return { run, started: true, finished };
}

async function prune(
  context: BackupContext,
  db: HostDatabase,
  chosen: Chosen,
  { trigger, actor }: Initiator,
  running: RunContext,
): Promise<PruneResultView> {
  const result: PruneResultView = { deleted: [], kept: [], orphans: 0 };
  for (const id of chosen.ids) {
    running.signal.throwIfAborted();
    const now = await decideRetention(context, db);
    if (now.state.version !== chosen.policyVersion) {
      throw failure('STALE', 'The policy was changed after this plan was made.', { hint: 'Look at the plan again.' });
    }
    if (!now.plan.going.includes(id)) {
      const isListed = now.plan.decisions.some((decision) => decision.id === id);
      result.kept.push({ id, reason: isListed ? 'kept-now' : 'gone' });
      continue;
    }
    await running.assertLease();
    const removed = await attempt(() => context.catalog.remove(id, { actor: actor.name }));
    if (removed.ok) {
      await noteDeletion(context, id, true);
      await noteAudit(context, {
        act: 'backup.prune',
        subject: id,
        actor,
        from: trigger,
        detail: { run: running.runId },
      });
      result.deleted.push(id);
    } else if (removed.error.code === 'CONFLICT') result.kept.push({ id, reason: 'locked' });
    else throw new AppFailure(removed.error);
  }
  if (chosen.orphans.length > 0) {
    const state = await decideRetention(context, db);
    const still = new Set((await findUncommitted(context, db, state)).map(({ id }) => id));
    await running.assertLease();
    const ids = chosen.orphans.filter((id) => still.has(id));
    const olderThan = orphanLimit(context, state);
    result.orphans = (await context.catalog.sweepOrphans({ ids, olderThan })).length;
  }
  await tidyStorage(context);
  context.host.log.info('Old backups were deleted by the policy.', { ...result, actorName: actor.name });
  return result;
}
