import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { appError } from '../kernel/app-error';
import { holderIsDead } from './holder';
import { leases } from './schema';

/** The right to run, as long as no one else has taken a higher number. */
export interface Lease {
  /** Fencing number: the database refuses every write that carries an older one. */
  fence: number;
  runId: string;
  holder: string;
}

export type Transaction = Parameters<Parameters<HostDatabase['transaction']>[0]>[0];

/** One lease for all runs of a site. */
export const LEASE_NAME = 'job';
export const LEASE_SECONDS = 20;

export const leaseEnd = sql`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}::int)`;

interface LockedLease {
  fence: number;
  /** The run that holds the lease now, with a live process as far as can be known. */
  liveRunId: string | null;
  now: Date;
}

/**
 * Locks the lease row until the transaction ends, so that all starters and reapers come one after another. A starter
 * that stalls half-way is ended by the server after 10 s; waiting for it takes 5 s at most.
 */
export async function lockLease(tx: Transaction): Promise<LockedLease> {
  await tx.execute(sql`
    select set_config('lock_timeout', '5s', true), set_config('idle_in_transaction_session_timeout', '10s', true)`);
  await tx
    .insert(leases)
    .values({ name: LEASE_NAME, fence: 0, holder: '', runId: null, expiresAt: sql`'-infinity'` })
    .onConflictDoNothing();
  await tx.execute(sql`select from backup.leases where name = ${LEASE_NAME} for update`);
  const [row] = await tx.execute<{
    fence: string;
    run_id: string | null;
    holder: string;
    live: boolean;
    now: string;
  }>(sql`
    select greatest(fence, (select max(fence) from backup.runs)) as fence, run_id, holder,
      expires_at > clock_timestamp() as live, extract(epoch from clock_timestamp()) * 1000 as now
    from backup.leases where name = ${LEASE_NAME}`);
  if (!row) throw new Error('The lease row that was just written is not there.');
  const isLive = row.live && !holderIsDead(row.holder);
  return { fence: Number(row.fence), liveRunId: isLive ? row.run_id : null, now: new Date(Number(row.now)) };
}

/** Ends, as lost, whatever still counts as running. Only under the lock of the lease. */
export async function markLost(tx: Transaction): Promise<void> {
  const error = appError('INTERNAL', 'This run ended without a word: its process was stopped or lost the database.', {
    hint: 'No half-made backup is listed. Start a new one.',
    retryable: true,
  });
  await tx.execute(sql`
    update backup.runs set status = 'lost', finished_at = clock_timestamp(), error = ${JSON.stringify(error)}::jsonb,
      slot = case when options->>'yieldsSlot' is not null then null else slot end
    where status = 'running'`);
}
