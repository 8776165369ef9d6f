import type { BackupContext } from '../context';
import { type KeptDatabase, listKeptDatabases } from '../database/restore/kept-database';
import { datedName } from '../database/restore/restored-database';
import { AppFailure, failure } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';
import { beginRun } from '../runs/begin-run';
import { toRunView } from '../runs/run-records';
import type { RestoreResultView } from '../views';
import { busyError } from './busy-error';
import { clearLostRuns } from './clear-lost-runs';
import { conductRun } from './conduct-run';
import { type Confirmation, confirmAct } from './confirm-act';
import { getRestoreResult } from './get-restore-result';
import type { PlannedContent } from './planned-content';
import { reachDatabase } from './reach-database';
import { withTarget } from './reach-target';
import { contentStep, waitingContent } from './restore-content';
import { recorded } from './restore-order';
import { factsOf } from './restore-phases';
import type { Initiator, StartedRun } from './start-backup';
import { swapBack } from './swap-back';
import { planUndoContent, type UndoContentPlan } from './undo-content';

export interface UndoRequest extends Confirmation {
  /** Name of the replaced database. Default: the newest. */
  database?: string;
  idempotencyKey?: string;
  /** False: the database goes back alone. */
  content?: boolean;
  /** Where the remote of the content does not answer, keep the revert on this server alone. */
  keepLocally?: boolean;
  actor: Initiator['actor'] & { email?: string };
}

/**
 * Swaps a replaced database back into its place. What is live now is kept as well, so an undo can be undone. History and
 * the other rows of the module are not rewound. Content that came along with the restore goes back by a revert.
 * Errors: NOT_FOUND, CONFLICT (the content cannot go back), INVALID_INPUT (fields.siteName), FORBIDDEN
 * (fields.password; the remote of the content), BUSY, DATABASE_DOWN, STORAGE_DOWN (the remote of the content).
 */
export async function undoRestore(
  context: BackupContext,
  { database, idempotencyKey, content = true, keepLocally = false, ...typed }: UndoRequest,
  initiator: Pick<Initiator, 'trigger'> = { trigger: 'manual' },
): Promise<Result<StartedRun<RestoreResultView>>> {
  return attempt(async () => {
    const { email = null, ...actor } = typed.actor;
    const who: Initiator = { trigger: initiator.trigger, actor };
    await confirmAct(context, typed, who);
    // Where nothing is kept there is nothing to wait for: the server says so even while the site's database is gone.
    const kept = await findKept(context, database);
    const db = await reachDatabase(context);
    // A restore that was lost on its way says what it did to the content only once it is settled.
    await clearLostRuns(context, db);
    const askRemote = !keepLocally;
    const planned = content ? contentToUndo(await planUndoContent(context, kept.runId, actor.id, { askRemote })) : null;
    const along = planned && { planned, initiator: who, email, keepLocally };
    const alongFacts = planned && { content: waitingContent(planned) };
    const keptAs = datedName(kept.of, 'undone', context.clock.now());
    const target = { kind: 'live', database: kept.of, method: 'swap', keptAs } as const;
    const begun = await beginRun(db, {
      kind: 'undo',
      trigger: who.trigger,
      actor,
      idempotencyKey: idempotencyKey ?? null,
      options: { scope: 'full', verifyRestore: false, restore: { ...factsOf(target), keptAs, ...alongFacts } },
      phases: ['check', 'prepare', 'swap', ...(planned ? (['content'] as const) : [])],
      backupId: kept.backupId ?? kept.runId,
    });
    const run = toRunView(begun.run);
    if (begun.outcome === 'busy') throw new AppFailure(busyError(run));
    if (begun.outcome === 'duplicate') return { run, started: false, finished: null };
    const facts = {
      kind: 'undo',
      backup: null,
      target,
      trigger: who.trigger,
      actor,
      safetyCopySkipped: false,
      actingAdmin: 'unknown',
    } as const;
    const finished = conductRun(context, {
      db,
      run: begun.run,
      lease: begun.lease,
      log: context.host.log,
      work: (running) =>
        recorded(context, running, facts, async (findings) => {
          const { swapMs, until } = await swapBack(context, running, kept, keptAs);
          Object.assign(findings, { swapMs, keptUntil: until }, alongFacts);
          const told = { ...factsOf(target), keptAs, swapMs, ...alongFacts };
          running.result({ restore: told });
          if (!along) return;
          const place = {
            backupId: begun.run.backupId,
            running,
            done: 'The database from before is back; the content is not:',
          };
          await contentStep(context, along, place, (restored) => {
            findings.content = restored;
            running.result({ restore: { ...told, content: restored } });
          });
        }),
    }).then((outcome) => (outcome.ok ? getRestoreResult(context, begun.run.id) : outcome));
    return { run, started: true, finished };
  });
}

async function findKept(context: BackupContext, wanted: string | undefined): Promise<KeptDatabase> {
  const kept = await withTarget(
    context,
    async ({ server, live }) => (await listKeptDatabases(server, live.database)).kept,
  );
  const found = wanted === undefined ? kept[0] : kept.find(({ name }) => name === wanted);
  if (found) return found;
  throw failure('NOT_FOUND', wanted ? `There is no replaced database ${wanted}.` : 'There is nothing to undo.', {
    hint: 'Replaced databases are kept for some days. After that, restore the safety copy.',
  });
}

/** Throws CONFLICT where the content cannot go back: half of an undo is only for who asks for it. */
function contentToUndo({ view, planned }: UndoContentPlan): PlannedContent | null {
  if (!view?.refusal) return planned;
  throw failure('CONFLICT', `The content cannot go back along with the database: ${view.refusal.message}`, {
    hint: `${view.refusal.hint} Or put the database back alone.`.trim(),
  });
}
