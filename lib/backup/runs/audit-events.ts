import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';
import { type AuditEvent, type AuditFacts, CHAIN_START, type ChainEnd, endOf, sealEvent } from '../policy/audit-chain';
import { auditEvents } from './schema';

export interface AuditHead extends ChainEnd {
  /** As it is stored; null before the first event. Nothing says that it is genuine. */
  signature: unknown;
  /** The storage has the events up to this one. */
  mirroredSeq: number;
}

type Row = typeof auditEvents.$inferSelect;
type Queries = Pick<HostDatabase, 'execute' | 'insert'>;

const toRow = ({ actor, origin, ...event }: AuditEvent): Row => ({
  ...event,
  actorId: actor.id,
  actorName: actor.name,
  channel: origin.channel,
  address: origin.address,
});

interface HeadRow extends Record<string, unknown> {
  seq: string;
  hash: string;
  signature: unknown;
  mirrored_seq: string;
}

const toHead = ({ seq, hash, signature, mirrored_seq }: HeadRow): AuditHead => ({
  ...{ seq: Number(seq), hash, signature },
  mirroredSeq: Number(mirrored_seq),
});

const FIRST_HEAD: AuditHead = { seq: 0, hash: '', signature: null, mirroredSeq: 0 };

export async function readAuditHead(db: HostDatabase): Promise<AuditHead> {
  const [row] = await askDatabase(() =>
    db.execute<HeadRow>(sql`select seq, hash, signature, mirrored_seq from backup.audit_head`),
  );
  return row ? toHead(row) : FIRST_HEAD;
}

export interface AuditAppend {
  /** Given the locked end of the chain: what to append, in order. */
  facts(head: AuditHead): readonly AuditFacts[];
  sign(end: ChainEnd): object;
  /** The storage turned out to have the events up to `to` alone, not up to `from`. Where that is known already, nothing is appended. */
  lower?: { from: number; to: number } | undefined;
}

/** Appends events, one writer after another, from however many processes. Throws AppFailure DATABASE_DOWN, BUSY. */
export function appendAuditEvents(db: HostDatabase, { facts, sign, lower }: AuditAppend): Promise<AuditHead> {
  return askDatabase(() =>
    db.transaction(
      async (tx) => {
        await tx.execute(sql`
          select set_config('lock_timeout', '5s', true), set_config('idle_in_transaction_session_timeout', '10s', true)`);
        const head = await lockHead(tx);
        if (lower && head.mirroredSeq !== lower.from) return head;
        const at = await moment(tx);
        let end: ChainEnd = head;
        const sealed = facts(head).map((one) => {
          const event = sealEvent(end, at, one);
          end = endOf(event);
          return event;
        });
        await writeEvents(tx, sealed);
        return writeHead(tx, { ...end, signature: sign(end), mirroredSeq: lower?.to ?? head.mirroredSeq });
      },
      { isolationLevel: 'read committed' },
    ),
  );
}

/** Puts events back that the storage kept, as they are, behind what is there. They must lead on from the head. */
export function adoptAuditEvents(
  db: HostDatabase,
  adopt: (head: AuditHead) => { events: readonly AuditEvent[]; signature: object; mirroredSeq: number } | null,
): Promise<number> {
  return askDatabase(() =>
    db.transaction(
      async (tx) => {
        const head = await lockHead(tx);
        const found = adopt(head);
        const last = found?.events.at(-1);
        if (!found || !last) return 0;
        await writeEvents(tx, found.events);
        const { signature, mirroredSeq } = found;
        await writeHead(tx, { ...endOf(last), signature, mirroredSeq });
        return found.events.length;
      },
      { isolationLevel: 'read committed' },
    ),
  );
}

/**
 * The end of the chain, locked. Events that stand behind the signed end count as its end, without a signature: whoever
 * appends finds that out, and acts go on.
 */
async function lockHead(tx: Queries): Promise<AuditHead> {
  await tx.execute(sql`
    insert into backup.audit_head (seq, hash, mirrored_seq) values (0, ${CHAIN_START.hash}, 0) on conflict do nothing`);
  const [row] = await tx.execute<HeadRow>(
    sql`select seq, hash, signature, mirrored_seq from backup.audit_head for update`,
  );
  if (!row) throw new Error('The end of the audit is not there.');
  const head = toHead(row);
  const [last] = await tx.execute<{ seq: string; hash: string }>(
    sql`select seq, hash from backup.audit_events order by backup.audit_events.seq desc limit 1`,
  );
  if (!last || Number(last.seq) <= head.seq) return head;
  return { ...head, seq: Number(last.seq), hash: last.hash, signature: null };
}

async function moment(tx: Queries): Promise<string> {
  const [row] = await tx.execute<{ at: string }>(
    sql`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`,
  );
  if (!row) throw new Error('The database did not say what time it is.');
  return row.at;
}

/** PostgreSQL takes 65,535 parameters at a time. */
const ROWS_AT_ONCE = 1_000;

async function writeEvents(tx: Queries, events: readonly AuditEvent[]): Promise<void> {
  for (let from = 0; from < events.length; from += ROWS_AT_ONCE) {
    await tx.insert(auditEvents).values(events.slice(from, from + ROWS_AT_ONCE).map(toRow));
  }
}

async function writeHead(tx: Queries, head: AuditHead): Promise<AuditHead> {
  await tx.execute(sql`
    update backup.audit_head set seq = ${head.seq}, hash = ${head.hash},
      signature = ${JSON.stringify(head.signature)}::jsonb, mirrored_seq = ${head.mirroredSeq}`);
  return head;
}

export async function markMirrored(db: HostDatabase, seq: number): Promise<void> {
  await askDatabase(() =>
    db.execute(sql`update backup.audit_head set mirrored_seq = ${seq} where mirrored_seq < ${seq} and seq >= ${seq}`),
  );
}

/** Events behind the signed end, which no writer of ours leaves; both as one moment shows them. */
export async function countBeyondHead(db: HostDatabase): Promise<number> {
  const [row] = await askDatabase(() =>
    db.execute<{ events: string }>(sql`
      select count(*) as events from backup.audit_events where seq > (select seq from backup.audit_head)`),
  );
  return Number(row?.events ?? 0);
}
