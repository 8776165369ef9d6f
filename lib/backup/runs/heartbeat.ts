import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';
import { LEASE_NAME, type Lease, leaseEnd } from './lease';
import { NO_NEWS, type RunNews } from './run-journal';

export interface Heartbeat {
  /** False once another one has the lease or the run was ended from outside. */
  held: boolean;
  cancelRequested: boolean;
  cancelledBy: string | null;
  /** Milliseconds since 1970 by the clock of the database. */
  now: number;
}

type HeartbeatRow = { cancel: boolean; cancelled_by: string | null; now: string };

const answer = (row: HeartbeatRow | undefined): Heartbeat => ({
  held: row !== undefined,
  cancelRequested: row?.cancel ?? false,
  cancelledBy: row?.cancelled_by ?? null,
  now: Number(row?.now ?? Number.NaN),
});

const reply = sql`runs.cancel_requested_at is not null as cancel, runs.cancel_requested_by as cancelled_by,
  extract(epoch from clock_timestamp()) * 1000 as now`;

/** Renews the lease under its own number, writes the news and reads whether to stop: one statement. */
export async function writeHeartbeat(db: HostDatabase, lease: Lease, news: RunNews = NO_NEWS): Promise<Heartbeat> {
  const [row] = await askDatabase(() =>
    db.execute<HeartbeatRow>(sql`
      with held as (
        update backup.leases set expires_at = ${leaseEnd}
        where name = ${LEASE_NAME} and fence = ${lease.fence} and run_id = ${lease.runId} returning fence
      )
      update backup.runs set heartbeat_at = clock_timestamp(),
        phases = coalesce(${news.phases}::jsonb, phases),
        progress = coalesce(${news.progress}::jsonb, progress),
        options = options || coalesce(${news.options}::jsonb, '{}'),
        size = coalesce(${news.size}::bigint, size)
      where id = ${lease.runId} and fence = ${lease.fence} and status = 'running' and exists (select from held)
      returning ${reply}`),
  );
  return answer(row);
}

/** The same answer without a write, for the time between two heartbeats. */
export async function readHeartbeat(db: HostDatabase, lease: Lease): Promise<Heartbeat> {
  const [row] = await askDatabase(() =>
    db.execute<HeartbeatRow>(sql`
      select ${reply} from backup.runs join backup.leases on leases.run_id = runs.id and leases.fence = runs.fence
      where leases.name = ${LEASE_NAME} and runs.id = ${lease.runId} and runs.fence = ${lease.fence}
        and runs.status = 'running'`),
  );
  return answer(row);
}

/** False where the run was cancelled, or is not ours any more. From here on `requestCancel` leaves it alone. */
export async function markCommitting(db: HostDatabase, lease: Lease): Promise<boolean> {
  const marked = await askDatabase(() =>
    db.execute(sql`
      update backup.runs set options = options || '{"committing": true}'
      where id = ${lease.runId} and fence = ${lease.fence} and status = 'running' and cancel_requested_at is null
        and exists (select from backup.leases where name = ${LEASE_NAME} and fence = ${lease.fence} and run_id = ${lease.runId})
      returning id`),
  );
  return marked.length > 0;
}
