import { eq, or, sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';
import { newId } from '../kernel/ids';
import type { PhaseKey, RunKind, Trigger } from '../views';
import { currentHolder } from './holder';
import { LEASE_NAME, type Lease, leaseEnd, lockLease, markLost, type Transaction } from './lease';
import { plainText } from './plain-text';
import { type RunOptions, type RunRecord, runs } from './schema';

export interface BeginRunInput {
  kind: RunKind;
  trigger: Trigger;
  actor: { id: string | null; name: string };
  note?: string | null;
  /** The moment of the schedule that this run stands for, "daily 2026-11-22": it starts once, however often it is asked for. */
  slot?: string | null;
  /** Chosen by the caller: the same key gives the same run. */
  idempotencyKey?: string | null;
  options: RunOptions;
  backupId: string;
  /** The phases to come, in order, so that a page can show them as waiting. */
  phases?: readonly PhaseKey[];
}

export type BeginRunOutcome =
  | { outcome: 'started'; run: RunRecord; lease: Lease }
  | { outcome: 'busy'; run: RunRecord }
  | { outcome: 'duplicate'; run: RunRecord };

/**
 * Starts a run, or tells which one is in the way. However many ask at once, from however many processes, one starts.
 * A run whose process is gone, or silent for 20 s, is marked lost first. Throws AppFailure: DATABASE_DOWN, BUSY.
 */
export function beginRun(db: HostDatabase, input: BeginRunInput): Promise<BeginRunOutcome> {
  return askDatabase(() => db.transaction((tx) => begin(tx, input), { isolationLevel: 'read committed' }));
}

async function begin(tx: Transaction, input: BeginRunInput): Promise<BeginRunOutcome> {
  const { fence, liveRunId, now } = await lockLease(tx);
  const duplicate = await findDuplicate(tx, input);
  if (duplicate) return { outcome: 'duplicate', run: duplicate };
  if (liveRunId) {
    const [run] = await tx.select().from(runs).where(eq(runs.id, liveRunId));
    if (run?.status === 'running') return { outcome: 'busy', run };
  }
  await markLost(tx);
  const lease: Lease = { fence: fence + 1, runId: newId(now), holder: currentHolder() };
  await tx.execute(sql`
    update backup.leases set fence = ${lease.fence}, holder = ${lease.holder}, run_id = ${lease.runId},
      expires_at = ${leaseEnd} where name = ${LEASE_NAME}`);
  return { outcome: 'started', run: await insertRun(tx, input, lease), lease };
}

async function findDuplicate(tx: Transaction, input: BeginRunInput): Promise<RunRecord | undefined> {
  const same = [
    input.idempotencyKey ? eq(runs.idempotencyKey, input.idempotencyKey) : undefined,
    input.slot ? eq(runs.slot, input.slot) : undefined,
  ].filter((condition) => condition !== undefined);
  if (same.length === 0) return undefined;
  const [run] = await tx
    .select()
    .from(runs)
    .where(or(...same))
    .limit(1);
  return run;
}

async function insertRun(tx: Transaction, input: BeginRunInput, lease: Lease): Promise<RunRecord> {
  const waiting = { state: 'waiting', startedAt: null, endedAt: null, facts: {}, log: [] } as const;
  const [run] = await tx
    .insert(runs)
    .values({
      id: lease.runId,
      kind: input.kind,
      status: 'running',
      trigger: input.trigger,
      actorId: input.actor.id,
      actorName: plainText(input.actor.name, 200),
      note: input.note ? plainText(input.note, 2000) : null,
      slot: input.slot ?? null,
      idempotencyKey: input.idempotencyKey ?? null,
      options: input.options,
      backupId: input.backupId,
      phases: (input.phases ?? []).map((key) => ({ key, ...waiting, log: [] })),
      fence: lease.fence,
      holder: lease.holder,
      heartbeatAt: sql`clock_timestamp()`,
      startedAt: sql`clock_timestamp()`,
    })
    .returning();
  if (!run) throw new Error('The run that was just written is not there.');
  return run;
}
