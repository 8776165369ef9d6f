import { z } from 'zod';
import type { BackupContext } from '../context';
import { datedName } from '../database/restore/restored-database';
import { failure } from '../kernel/app-error';
import { attempt, type Result, unwrap } from '../kernel/result';
import { keepGameDayState, type OpenGameDay } from '../runs/game-day-records';
import type { RestoreResultView } from '../views';
import { cancelRun } from './cancel-run';
import { contentActorSchema } from './change-content';
import { goneOn, openGameDayOf, runOfGameDay, stepOfGameDay } from './game-day-state';
import { planRestore } from './plan-restore';
import { reachDatabase } from './reach-database';
import { sourceConnection } from './resolve-connection';
import type { StartedRun } from './start-backup';
import { startRestore } from './start-restore';

const requestSchema = z.strictObject({
  id: z.string(),
  /** What people have at hand; left out where nobody was asked. */
  ticks: z.strictObject({ credentials: z.boolean(), keys: z.boolean(), runbook: z.boolean() }).optional(),
  actor: contentActorSchema,
});

export type RehearseRestoreRequest = z.input<typeof requestSchema>;

/**
 * Restores the backup of a rehearsal into a new database beside the live one; a restore that is under way is given back.
 * Returns at once. Errors: NOT_FOUND (it has ended), CONFLICT (it is past this step, or the restore is refused, with
 * the reason), BUSY (another run), DATABASE_DOWN, STORAGE_DOWN.
 */
export function rehearseRestore(
  context: BackupContext,
  request: RehearseRestoreRequest,
  initiator: { trigger: 'manual' | 'cli' } = { trigger: 'manual' },
): Promise<Result<StartedRun<RestoreResultView>>> {
  return attempt(async () => {
    const parsed = requestSchema.safeParse(request);
    if (!parsed.success) throw failure('INVALID_INPUT', 'The request is not complete.');
    const { id, ticks, actor } = parsed.data;
    const db = await reachDatabase(context);
    const day = await openGameDayOf(db, id);
    const run = await runOfGameDay(context, day);
    const step = stepOfGameDay(day, run);
    if (step === 'restoring' && run) return { run, started: false, finished: null };
    if (step !== 'needs' && step !== 'again') {
      throw failure('CONFLICT', 'The restore of this game day has ended.', { hint: 'Go on with the next step.' });
    }
    const now = context.clock.now();
    const database = datedName(sourceConnection(context).database, 'game_day', now);
    // Written down before it is made: whatever becomes of this process, the database is known and is dropped at the end.
    const state: OpenGameDay['state'] = {
      ...day.state,
      ...(ticks && { ticks }),
      databases: [...day.state.databases.filter((name) => name !== database), database],
      restoreAt: now.toISOString(),
      runId: null,
      look: null,
      ending: undefined,
    };
    if (!(await keepGameDayState(db, day, state))) throw goneOn();
    const taken = { ...day, state };
    const token = await planOf(context, taken, database, actor);
    // The plan reads the storage for seconds: who gave the day up meanwhile drops what is there, not what is to come.
    if (!(await keepGameDayState(db, taken, state))) throw goneOn();
    const idempotencyKey = `game-day-${id}-${state.databases.length}`;
    const started = unwrap(await startRestore(context, { token, actor, idempotencyKey }, initiator));
    if (!(await keepGameDayState(db, taken, { ...state, runId: started.run.id }))) {
      // Cancelled, a restore drops its own database.
      await cancelRun(context, { runId: started.run.id, actorName: actor.name });
      throw goneOn();
    }
    return started;
  });
}

/** The token of a plan that nothing speaks against. */
async function planOf(
  context: BackupContext,
  day: OpenGameDay,
  database: string,
  actor: z.output<typeof contentActorSchema>,
): Promise<string> {
  const plan = unwrap(
    await planRestore(context, {
      backupId: day.state.backup.id,
      target: { kind: 'database', name: database },
      ...(actor.id !== null && { actor: { id: actor.id, email: actor.email ?? '' } }),
    }),
  );
  if (plan.token !== null) return plan.token;
  const [first] = plan.refusals;
  throw failure('CONFLICT', first?.message ?? 'The backup cannot be restored here.', { hint: first?.hint });
}
