import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { attempt } from '../kernel/result';
import { type AuditEvent, CHAIN_START, type ChainEnd, chainFaults, endOf } from '../policy/audit-chain';
import { adoptAuditEvents } from '../runs/audit-events';
import { aboutItself, appendAudit } from './append-audit';
import { mirrorAudit } from './mirror-audit';

/**
 * Brings back what the storage kept of the audit, where the database is new. Only what is signed with the key that is
 * here and hangs together is taken; how much it was is an event of its own. Gives how many events came back.
 */
export async function recoverAudit(context: BackupContext, db: HostDatabase): Promise<number> {
  const { auditMirror, auditCopies, host } = context;
  const primary = await eventsIn(auditMirror);
  const kept = keptEvents([
    // A destination that does not answer must not keep the site from being backed up.
    ...(await Promise.all(auditCopies.map((mirror) => attempt(() => eventsIn(mirror))))).flatMap((read) => {
      if (!read.ok) host.log.warn('The audit of a copy could not be read.', { reason: read.error.message });
      return read.ok ? read.value : [];
    }),
    ...primary,
  ]);
  const last = kept.at(-1);
  if (!last) return 0;
  const signature = auditMirror.sign(endOf(last));
  const mirroredSeq = keptUntil(kept, primary);
  const adopted = await adoptAuditEvents(db, (head) =>
    head.seq === 0 ? { events: kept, signature, mirroredSeq } : null,
  );
  if (adopted === 0) return 0;
  host.log.warn('The database had no audit: the events that the storage kept were taken over.', { events: adopted });
  const detail = { events: adopted, from: kept[0]?.seq ?? 0, until: last.seq };
  await appendAudit(context, db, [aboutItself('audit.recover', detail)]);
  // What only a copy had is kept by the storage itself again.
  if (mirroredSeq < last.seq) await mirrorAudit(context, db);
  return adopted;
}

/** Up to which event the storage itself has all that was kept. */
function keptUntil(kept: readonly AuditEvent[], primary: readonly AuditEvent[]): number {
  const there = new Set(primary.map(({ seq }) => seq));
  const lacking = kept.find(({ seq }) => !there.has(seq));
  return lacking ? lacking.seq - 1 : (kept.at(-1)?.seq ?? 0);
}

async function eventsIn(mirror: BackupContext['auditMirror']): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for (const seq of await mirror.list()) {
    const read = await mirror.read(seq);
    if (read?.state === 'genuine') events.push(...(read.head?.events ?? []));
  }
  return events;
}

/** The longest sound piece of the chain that ends with the newest mirrored event. */
function keptEvents(found: readonly AuditEvent[]): AuditEvent[] {
  const bySeq = new Map(found.map((event) => [event.seq, event]));
  const sorted = [...bySeq.values()].sort((left, right) => left.seq - right.seq);
  let kept: AuditEvent[] = [];
  let end: ChainEnd = CHAIN_START;
  for (const event of sorted) {
    const faults = chainFaults(end, event);
    if (faults.some(({ kind }) => kind === 'changed')) continue;
    if (faults.length > 0) kept = [];
    kept.push(event);
    end = endOf(event);
  }
  return kept;
}
