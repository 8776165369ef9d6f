import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { attempt } from '../kernel/result';
import { type AuditEvent, CHAIN_START, type ChainEnd, chainFaults, endOf } from '../policy/audit-chain';
import { adoptAuditEvents, appendAuditEvents } from '../runs/audit-events';

/**
 * Brings back what the storage kept of the audit, where the database is new. Only what is signed with the key that is
 * here and hangs together is taken; how much it was is an event of its own. Gives how many events came back.
 */
export async function recoverAudit(
  { auditMirror, auditCopies, host }: BackupContext,
  db: HostDatabase,
): Promise<number> {
  const kept = keptEvents([
    // A destination that does not answer must not keep the site from being backed up.
    ...(await Promise.all(auditCopies.map((mirror) => attempt(() => eventsIn(mirror))))).flatMap((read) => {
      if (!read.ok) host.log.warn('The audit of a copy could not be read.', { reason: read.error.message });
      return read.ok ? read.value : [];
    }),
    ...(await eventsIn(auditMirror)),
  ]);
  const last = kept.at(-1);
  if (!last) return 0;
  const signature = auditMirror.sign(endOf(last));
  const adopted = await adoptAuditEvents(db, (head) => (head.seq === 0 ? { events: kept, signature } : null));
  if (adopted === 0) return 0;
  host.log.warn('The database had no audit: the events that the storage kept were taken over.', { events: adopted });
  await appendAuditEvents(db, {
    facts: () => [
      {
        act: 'audit.recover',
        subject: null,
        actor: { id: null, name: 'Backup' },
        origin: { channel: 'system', address: null },
        detail: { events: adopted, from: kept[0]?.seq ?? 0, until: last.seq },
      },
    ],
    sign: (end) => auditMirror.sign(end),
  });
  return adopted;
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
