import type { BackupContext } from '../context';
import { ok, type Result } from '../kernel/result';
import { type ScheduleKind, scheduleSlot } from '../policy/schedule';
import type { BackupView } from '../views';
import { copyDueBackups } from './copy-due-backups';
import { getRunBySlot } from './get-run-by-slot';
import { judgeArrivals } from './judge-arrivals';
import { readPolicy } from './read-policy';
import { type StartedRun, startBackup } from './start-backup';

/**
 * The scheduled backup of the slot that this moment belongs to. However often it is called for one slot, one run is
 * made. It is also restored into a scratch database where a drill is due (policy/drill-due), and each week in any case.
 * A policy without drills leaves both out. For callers that name the kind themselves: the policy's own slots are `tick`. New commits of the content are judged first. Errors: BUSY (another run is in the way), DATABASE_DOWN.
 */
export async function runSchedule(context: BackupContext, kind: ScheduleKind): Promise<Result<StartedRun<BackupView>>> {
  await judgeArrivals(context);
  const { policy } = await readPolicy(context);
  const slot = scheduleSlot(kind, context.clock.now());
  const outcome = await startBackup(
    context,
    { scope: 'full', verifyRestore: kind === 'weekly' && policy.drills.everyDays > 0 },
    { trigger: 'schedule', actor: { id: null, name: 'Schedule' }, slot },
  );
  if (outcome.ok) return ok({ ...outcome.value, finished: withCopies(context, outcome.value.finished) });
  if (outcome.error.code !== 'BUSY') return outcome;
  const run = await getRunBySlot(context, slot);
  return run ? ok({ run, started: false, finished: null }) : outcome;
}

/** The run, and after it whatever copies are due. */
function withCopies<T>(context: BackupContext, finished: Promise<T> | null): Promise<T> | null {
  if (context.copies.length === 0) return finished;
  return (
    finished?.then(async (outcome) => {
      await copyDueBackups(context);
      return outcome;
    }) ?? null
  );
}
