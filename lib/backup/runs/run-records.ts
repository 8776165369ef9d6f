import { and, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';
import type { RunKind } from '../views';
import { holderIsDead } from './holder';
import { LEASE_NAME } from './lease';
import { leases, type RunRecord, runs } from './schema';

export { collectLostRuns, markCleanedUp, markSwapped } from './collect-lost-runs';
export { requestCancel } from './request-cancel';
export { toRunView } from './run-view';
export type { RunRecord };

export async function getRun(db: HostDatabase, id: string): Promise<RunRecord | null> {
  const [run] = await askDatabase(() => db.select().from(runs).where(eq(runs.id, id)));
  return run ?? null;
}

/** Newest first, by lease number: clocks that jump do not change the order. `before`: id of the last run seen so far. */
export function listRuns(
  db: HostDatabase,
  page: { before?: string; limit: number; kinds?: readonly RunKind[] },
): Promise<RunRecord[]> {
  const older = page.before
    ? sql`${runs.fence} < (select cursor.fence from backup.runs as cursor where cursor.id = ${page.before})`
    : undefined;
  return askDatabase(() =>
    db
      .select()
      .from(runs)
      .where(and(older, page.kinds ? inArray(runs.kind, [...page.kinds]) : undefined))
      .orderBy(desc(runs.fence))
      .limit(page.limit),
  );
}

/** Notes that an admin deleted the backup of a run, or took that back. */
export async function markDeleted(db: HostDatabase, backupId: string, deleted: boolean): Promise<void> {
  await askDatabase(() =>
    db
      .update(runs)
      .set({ deletedAt: deleted ? sql`clock_timestamp()` : null })
      .where(and(eq(runs.backupId, backupId), eq(runs.kind, 'backup'))),
  );
}

/** The run that this moment of the schedule was given. */
export async function findRunBySlot(db: HostDatabase, slot: string): Promise<RunRecord | null> {
  const [run] = await askDatabase(() => db.select().from(runs).where(eq(runs.slot, slot)));
  return run ?? null;
}

/** The run that a request with this key was given. */
export async function findRunByKey(db: HostDatabase, key: string): Promise<RunRecord | null> {
  const [run] = await askDatabase(() => db.select().from(runs).where(eq(runs.idempotencyKey, key)));
  return run ?? null;
}

/** The run that is really going on: its lease is live and its process not known to be gone. */
export async function findRunning(db: HostDatabase): Promise<RunRecord | null> {
  const [found] = await askDatabase(() =>
    db
      .select({ run: runs, holder: leases.holder })
      .from(runs)
      .innerJoin(leases, and(eq(leases.runId, runs.id), eq(leases.name, LEASE_NAME)))
      .where(and(eq(runs.status, 'running'), sql`${leases.expiresAt} > clock_timestamp()`)),
  );
  return found && !holderIsDead(found.holder) ? found.run : null;
}

/** Of these ids, in whatever case, those of runs of this site that are over; in small letters. */
export async function endedAmong(db: HostDatabase, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const known = ids.map((id) => id.toUpperCase());
  const ended = await askDatabase(() =>
    db
      .select({ id: runs.id })
      .from(runs)
      .where(and(inArray(runs.id, known), ne(runs.status, 'running'))),
  );
  return new Set(ended.map(({ id }) => id.toLowerCase()));
}

/** Of these ids of backups, those that a run which is done has made, for its own sake or as a safety copy, and that nobody deleted since. */
export async function committedAmong(db: HostDatabase, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const made = sql<string>`case ${runs.kind} when 'backup' then ${runs.backupId} else ${runs.options}->>'safetyBackupId' end`;
  const rows = await askDatabase(() =>
    db
      .select({ made })
      .from(runs)
      .where(and(eq(runs.status, 'done'), isNull(runs.deletedAt), inArray(made, [...ids]))),
  );
  return new Set(rows.map((row) => row.made));
}
