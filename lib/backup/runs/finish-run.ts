import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { BackupLog, HostDatabase } from '../host.types';
import type { AppError } from '../kernel/app-error';
import type { RunStatus } from '../views';
import { inTime } from './in-time';
import { LEASE_NAME, type Lease } from './lease';
import type { RunNews } from './run-journal';
import type { RunTiming } from './run-timing';

export interface RunEnd {
  status: Exclude<RunStatus, 'running' | 'lost' | 'missed'>;
  error: AppError | null;
  news: RunNews;
}

const ONE_TRY_MS = 10_000;
const LONGEST_PAUSE_MS = 5000;

/**
 * Writes the end of a run and frees the lease, once and under its own number only.
 * `stale`: someone else has ended this run as lost. `unwritten`: the database stayed away; the run will count as lost.
 */
export async function finishRun(
  to: { db: HostDatabase; lease: Lease; log: BackupLog; timing: RunTiming },
  end: RunEnd,
): Promise<'written' | 'stale' | 'unwritten'> {
  const giveUpAt = performance.now() + to.timing.finishMs;
  for (let pause = 250; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await inTime(writeEnd(to.db, to.lease, end), ONE_TRY_MS);
    } catch (cause) {
      const isLast = performance.now() + pause > giveUpAt;
      const facts = { run: to.lease.runId, status: end.status, cause };
      if (isLast) {
        to.log.error('The end of a run could not be written; it will count as lost.', facts);
        return 'unwritten';
      }
      to.log.warn('The end of a run could not be written yet.', facts);
      await delay(pause);
    }
  }
}

async function writeEnd(db: HostDatabase, lease: Lease, end: RunEnd): Promise<'written' | 'stale'> {
  const [written] = await db.execute(sql`
    with released as (
      update backup.leases set run_id = null, holder = '', expires_at = '-infinity'
      where name = ${LEASE_NAME} and fence = ${lease.fence} and run_id = ${lease.runId} returning fence
    )
    update backup.runs set status = ${end.status}, finished_at = clock_timestamp(), heartbeat_at = clock_timestamp(),
      error = ${end.error && JSON.stringify(end.error)}::jsonb,
      phases = coalesce(${end.news.phases}::jsonb, phases),
      progress = coalesce(${end.news.progress}::jsonb, progress),
      options = options || coalesce(${end.news.options}::jsonb, '{}'),
      slot = case when ${end.status} <> 'done' and options->>'yieldsSlot' is not null then null else slot end,
      size = coalesce(${end.news.size}::bigint, size)
    where id = ${lease.runId} and fence = ${lease.fence} and status = 'running' and exists (select from released)
    returning id`);
  if (written) return 'written';
  // An earlier try may have been committed although its answer was lost.
  const [row] = await db.execute<{ status: string }>(sql`
    select status from backup.runs where id = ${lease.runId} and fence = ${lease.fence}`);
  return row?.status === end.status ? 'written' : 'stale';
}
