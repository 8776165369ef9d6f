import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { AppFailure } from '../kernel/app-error';
import { markMirrored, readAuditHead } from '../runs/audit-events';
import { readAuditEvents } from '../runs/audit-listing';

/** So many events may stand in the database alone; the end of each run mirrors them in any case. */
export const MIRROR_EVERY = 20;
const EVENTS_AN_OBJECT = 500;

/** Writes the signed end of the audit, and the events that lead to it, beside the backups. A failure goes to the log. */
export async function mirrorAudit(context: BackupContext, db: HostDatabase): Promise<void> {
  try {
    const head = await readAuditHead(db);
    let { mirroredSeq } = head;
    while (mirroredSeq < head.seq) {
      const events = await readAuditEvents(db, { after: mirroredSeq, limit: EVENTS_AN_OBJECT });
      const last = events.at(-1);
      if (!last) return;
      await context.auditMirror.write(events, context.clock.now());
      await markMirrored(db, last.seq);
      mirroredSeq = last.seq;
    }
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    const { code, message } = thrown.error;
    context.host.log.error(
      code === 'CONFLICT'
        ? 'The storage has another audit than the database. See: npm run -s backup -- audit verify'
        : 'The audit could not be mirrored to the storage; the next act tries again.',
      { reason: message },
    );
  }
}
