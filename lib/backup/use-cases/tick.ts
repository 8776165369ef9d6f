import type { BackupContext } from '../context';
import { AppFailure } from '../kernel/app-error';
import { attempt, ok, type Result } from '../kernel/result';
import { currentSlot } from '../policy/slots';
import type { RunView } from '../views';
import { pruneBySchedule } from './apply-prune';
import { copyDueBackups } from './copy-due-backups';
import { getRunBySlot } from './get-run-by-slot';
import { judgeArrivals } from './judge-arrivals';
import { noteMissed } from './note-missed';
import { reachDatabase } from './reach-database';
import { readPolicy } from './read-policy';
import { startBackup } from './start-backup';
import { keepRunbookCurrent } from './store-runbook';

export interface Tick {
  /** The moment of the schedule that is on, "slot:2026-11-24T02:00@UTC"; null where the schedule is off. */
  slot: string | null;
  /** The run of that slot. */
  run: RunView | null;
  /** True where this call started it. */
  started: boolean;
  /** Slots that this call has written down as missed. */
  missed: string[];
  /** Settles when all that this call has begun is over, with the outcome of the backup if it has started one. Never rejects for an expected outcome. */
  finished: Promise<Result<unknown>> | null;
  /** Settles when the run of the backup that this call has started is over: copies may take much longer. */
  ended: Promise<Result<unknown>> | null;
}

const INITIATOR = { trigger: 'schedule', actor: { id: null, name: 'Schedule' } } as const;

/**
 * What the schedule does each time it is called, from wherever and however often: writes down what was missed, judges
 * what came to the content, and starts the run of the newest slot that has come, once. A slot whose time was slept
 * through is caught up by the next call; of several only the newest. Afterwards the policy's own pruning, the copies that
 * are due and, where nothing started, a look after the stored runbook; whoever wants to wait for these has `finished`.
 * Errors: BUSY (another run is in the way), DATABASE_DOWN.
 */
export function tick(context: BackupContext): Promise<Result<Tick>> {
  return attempt(async () => {
    const db = await reachDatabase(context);
    const missed = (await noteMissed(context, db)).map(({ key }) => key);
    await judgeArrivals(context);
    const { policy } = await readPolicy(context);
    const slot = currentSlot(policy.schedule, context.clock.now());
    const copied = copyDue(context);
    const nothing = { started: false, missed, ended: null };
    const earlier = slot && (await getRunBySlot(context, slot.key));
    if (!slot || earlier) {
      return { ...nothing, slot: slot?.key ?? null, run: earlier, finished: withRunbook(context, copied()) };
    }
    const { format } = policy.what;
    const outcome = await startBackup(
      context,
      { scope: 'full', ...(format === 'auto' ? {} : { format }) },
      { ...INITIATOR, slot: slot.key },
    );
    if (!outcome.ok) {
      // The same slot may have been started and have ended between the look and the start.
      const run = outcome.error.code === 'BUSY' ? await getRunBySlot(context, slot.key) : null;
      if (!run) throw new AppFailure(outcome.error);
      return { ...nothing, slot: slot.key, run, finished: null };
    }
    const { run, started, finished, ended = null } = outcome.value;
    const after =
      finished?.then(async (made) => {
        if (made.ok) await prune(context);
        await copied();
        return made;
      }) ?? null;
    return { slot: slot.key, run, started, missed, finished: after, ended };
  });
}

/** Rounds of copies that are going on in this process. */
const rounds = new WeakMap<BackupContext, Promise<Result<unknown>>>();

/** Copies that are due; null where there is nowhere to copy to. A slow destination gathers no rounds: one goes on at a time. */
const copyDue = (context: BackupContext) => (): Promise<Result<unknown>> | null => {
  if (context.copies.length === 0) return null;
  const goingOn = rounds.get(context);
  if (goingOn) return goingOn;
  const round = copyDueBackups(context)
    .then(ok)
    .finally(() => rounds.delete(context));
  rounds.set(context, round);
  return round;
};

/** The copies that are due, and behind them the runbook: a place that is silent must not keep the backups waiting. */
async function withRunbook(context: BackupContext, copies: ReturnType<ReturnType<typeof copyDue>>) {
  const outcome = (await copies) ?? ok(null);
  await keepRunbookCurrent(context);
  return outcome;
}

/** The backup is made: that its predecessors could not be deleted is told, and tried again after the next one. */
async function prune(context: BackupContext): Promise<void> {
  const pruned = await pruneBySchedule(context, INITIATOR);
  if (!pruned.ok) context.host.log.warn('Old backups were not deleted.', { reason: pruned.error.message });
}
