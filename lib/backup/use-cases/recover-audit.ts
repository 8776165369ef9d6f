import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
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
  const kept = await keptEvents([...auditCopies, auditMirror]);
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

/** The longest sound piece of the chain that ends with the newest mirrored event. */
async function keptEvents(mirrors: readonly BackupContext['auditMirror'][]): Promise<AuditEvent[]> {
  const bySeq = new Map<number, AuditEvent>();
  for (const mirror of mirrors) {
    for (const seq of await mirror.list()) {
      const read = await mirror.read(seq);
      if (read?.state !== 'genuine') continue;
      for (const event of read.head?.events ?? []) bySeq.set(event.seq, event);
    }
  }
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
