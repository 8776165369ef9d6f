import type { BackupContext } from '../context';
import { attempt } from '../kernel/result';

/** Brings what the storage keeps of the audit to the destinations of copies too. What fails is done with the next run. */
export async function copyAudit({ auditMirror, auditCopies, clock, host }: BackupContext): Promise<void> {
  if (auditCopies.length === 0) return;
  const copied = await attempt(async () => {
    const kept = await auditMirror.list();
    for (const copy of auditCopies) {
      const there = new Set(await copy.list());
      for (const seq of kept.filter((one) => !there.has(one))) {
        const read = await auditMirror.read(seq);
        if (read?.state === 'genuine' && read.head)
          await copy.write(read.head.events, clock.now(), { behind: read.head.behind });
      }
    }
  });
  if (!copied.ok)
    host.log.warn('The audit could not be copied to every destination.', { reason: copied.error.message });
}
