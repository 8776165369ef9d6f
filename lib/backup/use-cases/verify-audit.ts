import { mapBounded } from '../catalog/map-bounded';
import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import { AuditJudge, type JudgedMirror } from '../policy/audit-verdict';
import { countBeyondHead, readAuditHead } from '../runs/audit-events';
import { readAuditEvents } from '../runs/audit-listing';
import type { AuditVerdictView } from '../views';
import { reachDatabase } from './reach-database';

const EVENTS_A_READ = 1_000;
const READS_AT_ONCE = 8;
const MIRRORS = 200;

/**
 * Reads the whole audit and says whether anything was changed, removed, put in or rolled back: each event against its
 * hash, the chain, its signed end, and what the storage keeps of it. `mirrors`: how many of the newest mirrored ends are
 * read, all where it is null. Errors: DATABASE_DOWN, STORAGE_DOWN.
 */
export function verifyAudit(
  context: BackupContext,
  { mirrors = MIRRORS }: { mirrors?: number | null } = {},
): Promise<Result<AuditVerdictView>> {
  return attempt(async () => {
    const db = await reachDatabase(context);
    const { auditMirror } = context;
    // In this order: what is written meanwhile is in the database before it is in the storage, and is marked as mirrored last.
    const { mirroredSeq } = await readAuditHead(db);
    const listed = await auditMirror.list();
    const read = await mapBounded(mirrors === null ? listed : listed.slice(-mirrors), READS_AT_ONCE, (seq) =>
      readMirror(context, seq),
    );
    const head = await readAuditHead(db);
    const judge = new AuditJudge({
      head: { ...head, mirroredSeq, state: auditMirror.judge(head, head.signature).state },
      beyond: await countBeyondHead(db),
      mirrors: read.flatMap((one) => (one ? [one] : [])),
      keyId: auditMirror.keyId,
    });
    for (let after = 0; after < head.seq; ) {
      const events = await readAuditEvents(db, { after, until: head.seq, limit: EVENTS_A_READ });
      for (const event of events) judge.take(event);
      after = events.at(-1)?.seq ?? head.seq;
    }
    return judge.verdict();
  });
}

async function readMirror({ auditMirror }: BackupContext, seq: number): Promise<JudgedMirror | null> {
  const read = await auditMirror.read(seq);
  return read && { seq, state: read.state, keyId: read.keyId, hash: read.head?.hash ?? null };
}
