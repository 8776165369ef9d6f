import type { BackupContext } from '../context';
import { attempt } from '../kernel/result';

/**
 * Brings what the storage keeps of the audit to the destinations of copies too, each for itself: one that fails gets it
 * with the next run. Nothing comes back from them: an end that only a copy has is a finding of the verification.
 */
export async function copyAudit({ auditMirror, auditCopies, copies, clock, host }: BackupContext): Promise<void> {
  if (auditCopies.length === 0) return;
  const kept = await attempt(() => auditMirror.list());
  if (!kept.ok) {
    host.log.warn('The audit could not be copied: the storage does not list it.', { reason: kept.error.message });
    return;
  }
  for (const [index, copy] of auditCopies.entries()) {
    const copied = await attempt(async () => {
      const there = new Set(await copy.list());
      for (const seq of kept.value.filter((one) => !there.has(one))) {
        const read = await auditMirror.read(seq);
        if (read?.state === 'genuine' && read.head)
          await copy.write(read.head.events, clock.now(), { behind: read.head.behind });
      }
    });
    const facts = { copy: copies[index]?.name, reason: copied.ok ? '' : copied.error.message };
    if (!copied.ok) host.log.warn('The audit could not be copied to a destination.', facts);
  }
}
