import { z } from 'zod';
import type { BackupContext } from '../context';
import { AppFailure, failure } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';
import { beginRun } from '../runs/begin-run';
import { toRunView } from '../runs/run-records';
import type { RestoreResultView } from '../views';
import { busyError } from './busy-error';
import { contentActorSchema } from './change-content';
import { clearLostRuns } from './clear-lost-runs';
import { conductRun } from './conduct-run';
import { confirmAct } from './confirm-act';
import { getRestoreResult } from './get-restore-result';
import { performRestore } from './perform-restore';
import { reachDatabase } from './reach-database';
import { liveIsAbsent } from './reach-target';
import { refuseMoved } from './refuse-moved';
import { repeatedStart } from './repeated-start';
import { restoreDetached } from './restore-detached';
import { changesLive, factsOfPlan, phasesOf } from './restore-phases';
import { readPlan } from './restore-token';
import type { Initiator, StartedRun } from './start-backup';
import { limitedBegin } from './take-act-attempt';

const requestSchema = z.strictObject({
  /** Of the plan that was read and accepted. */
  token: z.string().max(20_000),
  siteName: z.string().max(500).optional(),
  password: z.string().max(1_000).optional(),
  idempotencyKey: z.string().min(8).max(100).optional(),
  /** Terminal only, and noted in the record. */
  skipSafetyCopy: z.boolean().default(false),
  /** Where the content comes along and its remote does not answer, keep its commit on this server alone. */
  keepLocally: z.boolean().default(false),
  actor: contentActorSchema,
});

export type StartRestoreRequest = z.input<typeof requestSchema>;

/**
 * Carries out a plan: the world must still be as the plan saw it, whoever changes live data has typed the name of the
 * site and, in a browser, the password. Returns at once; the work goes on in this process.
 * Errors: INVALID_INPUT (fields.siteName), FORBIDDEN (fields.password), STALE, BUSY, NOT_FOUND, CORRUPT, DATABASE_DOWN.
 */
export async function startRestore(
  context: BackupContext,
  request: StartRestoreRequest,
  initiator?: Pick<Initiator, 'trigger'>,
): Promise<Result<StartedRun<RestoreResultView>>> {
  return attempt(async () => {
    const parsed = requestSchema.safeParse(request);
    if (!parsed.success) throw failure('INVALID_INPUT', 'The request to restore is not complete.');
    const { token, idempotencyKey, skipSafetyCopy, keepLocally, ...typed } = parsed.data;
    const { email = null, ...actor } = typed.actor;
    const who: Initiator = { trigger: initiator?.trigger ?? 'manual', actor };
    const plan = readPlan(context, token, actor.id);
    if (skipSafetyCopy && who.trigger !== 'cli') {
      throw failure('FORBIDDEN', 'Only the terminal may restore without a safety copy.');
    }
    const { manifest } = await context.catalog.get(plan.backupId);
    const creates = plan.target.kind === 'live' && plan.target.method === 'create';
    if (creates || (plan.target.kind === 'database' && (await liveIsAbsent(context)))) {
      return restoreDetached(context, { plan, manifest, initiator: who, keepLocally, siteName: typed.siteName });
    }
    const repeated = await repeatedStart<RestoreResultView>(context, { key: idempotencyKey, actorId: actor.id });
    if (repeated) return repeated;
    if (changesLive(plan.target)) await confirmAct(context, typed, who);
    await refuseMoved(context, plan);
    const db = await reachDatabase(context);
    await clearLostRuns(context, db);
    const begun = await limitedBegin(context, 'restore', who, () =>
      beginRun(db, {
        kind: 'restore',
        trigger: who.trigger,
        actor,
        idempotencyKey: idempotencyKey ?? null,
        options: {
          scope: manifest.scope.kind,
          format: manifest.artifact.format,
          engine: manifest.engine.name,
          verifyRestore: false,
          restore: factsOfPlan(plan),
        },
        phases: phasesOf(plan, skipSafetyCopy),
        backupId: manifest.id,
      }),
    );
    const run = toRunView(begun.run);
    if (begun.outcome === 'busy') throw new AppFailure(busyError(run));
    if (begun.outcome === 'duplicate') return { run, started: false, finished: null };
    const order = { run: begun.run, plan, manifest, initiator: who, skipSafetyCopy, email, keepLocally };
    const finished = conductRun(context, {
      db,
      run: begun.run,
      lease: begun.lease,
      log: context.host.log,
      work: (running) => performRestore(context, order, running),
    }).then((outcome) => (outcome.ok ? getRestoreResult(context, begun.run.id) : outcome));
    return { run, started: true, finished };
  });
}
