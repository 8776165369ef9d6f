import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { AppFailure } from '../kernel/app-error';
import { type AuditHead, markMirrored, readAuditHead } from '../runs/audit-events';
import { readAuditEvents } from '../runs/audit-listing';
import { aboutItself, appendAudit } from './append-audit';

/** So many events may stand in the database alone; the end of each run mirrors them in any case. */
export const MIRROR_EVERY = 20;
const EVENTS_AN_OBJECT = 500;

/** Writes the signed end of the audit, and the events that lead to it, beside the backups. A failure goes to the log. */
export async function mirrorAudit(context: BackupContext, db: HostDatabase): Promise<void> {
  try {
    const head = await withoutLosses(context, db, await readAuditHead(db));
    let { mirroredSeq } = head;
    while (mirroredSeq < head.seq) {
      const events = await readAuditEvents(db, { after: mirroredSeq, limit: EVENTS_AN_OBJECT });
      const last = events.at(-1);
      if (!last) return;
      await context.auditMirror.write(events, context.clock.now(), { behind: last.seq < head.seq });
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

/**
 * Another storage than before, or one whose newest ends were removed: what it lacks is written to it again, and the audit
 * says so for ever. Ends that are missing in between stay missing, for `audit verify` to tell.
 */
async function withoutLosses(context: BackupContext, db: HostDatabase, head: AuditHead): Promise<AuditHead> {
  if (head.mirroredSeq === 0) return head;
  const newest = (await context.auditMirror.list()).at(-1) ?? 0;
  if (newest >= head.mirroredSeq) return head;
  const lost = aboutItself('audit.mirror', { from: newest + 1, until: head.mirroredSeq });
  // At one stroke: nothing is written again unless the audit says so, and only one of several instances gets to say it.
  await appendAudit(context, db, [lost], { from: head.mirroredSeq, to: newest });
  return readAuditHead(db);
}
