import { and, asc, eq, isNull, or, sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import type { AppError } from '../kernel/app-error';
import { askDatabase } from '../kernel/database-outage';
import { holderIsDead } from './holder';
import { LEASE_NAME, lockLease, markLost } from './lease';
import { leases, type RunRecord, runs } from './schema';

/**
 * Ends, as lost, a run whose process is gone or was silent for 20 s, and gives all lost runs whose leftovers were not
 * removed yet, oldest first. After removing them call `markCleanedUp`; until then they are given again.
 */
export function collectLostRuns(db: HostDatabase): Promise<RunRecord[]> {
  return askDatabase(async () => {
    if (!(await hasLostRuns(db))) return [];
    return db.transaction(
      async (tx) => {
        const { fence, liveRunId } = await lockLease(tx);
        if (!liveRunId) {
          await markLost(tx);
          // A higher number shuts out the old owner should it wake up again.
          await tx.execute(sql`
            update backup.leases set fence = ${fence + 1}, run_id = null, holder = '', expires_at = '-infinity'
            where name = ${LEASE_NAME} and run_id is not null`);
        }
        return tx
          .select()
          .from(runs)
          .where(and(eq(runs.status, 'lost'), isNull(runs.cleanedUpAt)))
          .orderBy(asc(runs.fence));
      },
      { isolationLevel: 'read committed' },
    );
  });
}

/** A look without a lock: pages ask every second, and nearly always nothing is lost. */
async function hasLostRuns(db: HostDatabase): Promise<boolean> {
  const rows = await db
    .select({ status: runs.status, holder: runs.holder, live: sql<boolean>`${leases.expiresAt} > clock_timestamp()` })
    .from(runs)
    .leftJoin(leases, and(eq(leases.runId, runs.id), eq(leases.name, LEASE_NAME)))
    .where(or(eq(runs.status, 'running'), and(eq(runs.status, 'lost'), isNull(runs.cleanedUpAt))));
  return rows.some((row) => row.status === 'lost' || !row.live || holderIsDead(row.holder));
}

/** True for the one caller that was first. */
export async function markCleanedUp(db: HostDatabase, runId: string): Promise<boolean> {
  const marked = await askDatabase(() =>
    db
      .update(runs)
      .set({ cleanedUpAt: sql`clock_timestamp()` })
      .where(and(eq(runs.id, runId), isNull(runs.cleanedUpAt)))
      .returning({ id: runs.id }),
  );
  return marked.length > 0;
}

/**
 * A lost restore or undo whose swap had taken place: it did what it was for, and only its last words are missing; or, with
 * `error`, it did not get to all of it.
 */
export async function markSwapped(
  db: HostDatabase,
  runId: string,
  { error, options }: { error: AppError | null; options?: RunRecord['options'] } = { error: null },
): Promise<void> {
  await askDatabase(() =>
    db
      .update(runs)
      .set({ status: error ? 'failed' : 'done', error, ...(options && { options }) })
      .where(and(eq(runs.id, runId), eq(runs.status, 'lost'))),
  );
}
