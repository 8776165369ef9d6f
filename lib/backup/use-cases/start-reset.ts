import { z } from 'zod';
import type { BackupContext } from '../context';
import { AppFailure, failure } from '../kernel/app-error';
import { newId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { sameWords } from '../policy/reset-gate';
import { beginRun } from '../runs/begin-run';
import { toRunView } from '../runs/run-records';
import type { RestoreResultView, RestoreTargetView } from '../views';
import { busyError } from './busy-error';
import { clearLostRuns } from './clear-lost-runs';
import { conductRun } from './conduct-run';
import { confirmAct } from './confirm-act';
import { getRestoreResult } from './get-restore-result';
import { readResetPlan } from './plan-reset';
import { reachDatabase } from './reach-database';
import { type ResetState, readResetState } from './read-reset-state';
import { repeatedStart } from './repeated-start';
import { resetSite } from './reset-site';
import { sourceConnection } from './resolve-connection';
import { factsOf } from './restore-phases';
import type { Initiator, StartedRun } from './start-backup';

const PHASES = ['check', 'safety', 'prepare'] as const;

const requestSchema = z.strictObject({
  token: z.string().max(10_000),
  siteName: z.string().max(500).optional(),
  acknowledgement: z.string().max(500).default(''),
  password: z.string().max(1_000).optional(),
  idempotencyKey: z.string().min(8).max(100).optional(),
  actor: z.object({ id: z.string().nullable(), name: z.string() }),
});

export type StartResetRequest = z.input<typeof requestSchema>;

/**
 * Empties the site and seeds it anew, after everything that stands before that: a plan that still holds, the typed name
 * of the site, the typed acknowledgement where no proven backup holds what is there, the password (but in a terminal),
 * and a safety copy that was read back. Returns at once; the work goes on in this process.
 * Errors: INVALID_INPUT (fields.siteName, fields.acknowledgement), FORBIDDEN (fields.password), STALE, BUSY, DATABASE_DOWN.
 */
export async function startReset(
  context: BackupContext,
  request: StartResetRequest,
  initiator?: Pick<Initiator, 'trigger' | 'actor'>,
): Promise<Result<StartedRun<RestoreResultView>>> {
  return attempt(async () => {
    const parsed = requestSchema.safeParse(request);
    if (!parsed.success) throw failure('INVALID_INPUT', 'The request to start over is not complete.');
    const { token, idempotencyKey, actor, ...typed } = parsed.data;
    const repeated = await repeatedStart<RestoreResultView>(context, { key: idempotencyKey, actorId: actor.id });
    if (repeated) return repeated;
    const trigger = initiator?.trigger ?? 'manual';
    const plan = readResetPlan(context, token, actor.id);
    await confirmAct(context, typed, { trigger, actor });
    acknowledge(plan.acknowledgement, typed.acknowledgement);
    refuseMoved(plan, await readResetState(context));
    const db = await reachDatabase(context);
    await clearLostRuns(context, db);
    const target = resetTarget(context);
    const begun = await beginRun(db, {
      kind: 'reset',
      trigger,
      actor,
      idempotencyKey: idempotencyKey ?? null,
      options: { scope: 'full', verifyRestore: false, restore: factsOf(target) },
      phases: PHASES,
      backupId: newId(context.clock.now()),
    });
    const run = toRunView(begun.run);
    if (begun.outcome === 'busy') throw new AppFailure(busyError(run));
    if (begun.outcome === 'duplicate') return { run, started: false, finished: null };
    const finished = conductRun(context, {
      db,
      run: begun.run,
      lease: begun.lease,
      log: context.host.log,
      work: (running) => resetSite(context, { run: begun.run, target, initiator: { trigger, actor } }, running),
    }).then((outcome) => (outcome.ok ? getRestoreResult(context, begun.run.id) : outcome));
    return { run, started: true, finished };
  });
}

function acknowledge(wanted: string | null, typed: string): void {
  if (wanted === null || sameWords(typed, wanted)) return;
  throw failure(
    'INVALID_INPUT',
    'No proven backup holds what is in the database now, so you have to say what is lost.',
    {
      hint: `Type exactly: ${wanted}`,
      fields: { acknowledgement: `Type exactly: ${wanted}` },
      details: { acknowledgement: wanted },
    },
  );
}

function refuseMoved(plan: { world: string; acknowledgement: string | null }, now: ResetState): void {
  if (plan.world === now.world && plan.acknowledgement === now.acknowledgement) return;
  throw failure('STALE', 'The database or its newest proven backup has changed since the plan was made.', {
    hint: 'Read the plan again, then decide.',
  });
}

const resetTarget = (context: BackupContext): RestoreTargetView => ({
  kind: 'live',
  database: sourceConnection(context).database,
  method: 'transaction',
  keptAs: null,
});
