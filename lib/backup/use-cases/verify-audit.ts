import type { AuditMirror } from '../catalog/audit-mirror';
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
const AT_COPIES = 20;

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
    const { auditMirror, auditCopies } = context;
    // In this order: what is written meanwhile is in the database before it is in the storage, and is marked as mirrored last.
    const { mirroredSeq } = await readAuditHead(db);
    const listedBefore = (await auditMirror.list()).at(-1) ?? 0;
    const atCopies = mirrors === null ? null : AT_COPIES;
    // A destination that does not answer says nothing; the storage itself has to.
    const copies = await Promise.all(auditCopies.map((copy) => readMirrors(copy, atCopies).catch(() => NOTHING)));
    const primary = await readMirrors(auditMirror, mirrors);
    const head = await readAuditHead(db);
    const judge = new AuditJudge({
      head: { ...head, mirroredSeq, state: auditMirror.judge(head, head.signature).state },
      beyond: await countBeyondHead(db),
      mirrors: primary.read,
      copies: copies.flatMap(({ read }) => read),
      kept: { from: primary.from, until: listedBefore },
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

const NOTHING: { read: JudgedMirror[]; from: number } = { read: [], from: 1 };

/** The newest mirrored ends, lowest number first, and from which event on they are all of them. */
async function readMirrors(mirror: AuditMirror, newest: number | null): Promise<typeof NOTHING> {
  const listed = await mirror.list();
  const chosen = newest === null ? listed : listed.slice(-newest);
  const read = await mapBounded(chosen, READS_AT_ONCE, async (seq): Promise<JudgedMirror | null> => {
    const found = await mirror.read(seq);
    if (!found) return null;
    const { state, keyId, head } = found;
    const first = (state !== 'forged' && head?.events[0]?.seq) || null;
    return { seq, first, state, keyId, hash: head?.hash ?? null, behind: head?.behind ?? false };
  });
  const [unread = 0] = listed.slice(0, listed.length - chosen.length).slice(-1);
  return { read: read.filter((one) => one !== null), from: unread + 1 };
}
