import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { AppFailure } from '../kernel/app-error';
import type { AuditAct, AuditDetail, AuditFacts, AuditOrigin } from '../policy/audit-chain';
import { type AuditHead, readAuditHead } from '../runs/audit-events';
import { plainText } from '../runs/plain-text';
import type { Trigger } from '../views';
import { appendAudit } from './append-audit';
import { MIRROR_EVERY, mirrorAudit } from './mirror-audit';
import { reachDatabase } from './reach-database';
import { recoverAudit } from './recover-audit';

export interface AuditNote {
  act: AuditAct;
  /** Id of a backup, a run or a commit, or the name of a database. */
  subject?: string | null;
  actor: { id: string | null; name: string };
  /** `system` for what nobody asked for, such as a copy that is made by itself. */
  from: Trigger | 'system';
  /** Never a secret, never the text of a driver. */
  detail?: Record<string, string | number | boolean | null | undefined>;
}

export interface ActBy {
  actorId: string | null;
  trigger: Trigger;
}

/** Who acts, where only a name was asked for at first: an admin in a browser, unless it is said. */
export const actBy = (name: string, { actorId = null, trigger = 'manual' }: Partial<ActBy>) => ({
  actor: { id: actorId, name },
  from: trigger,
});

const CHANNELS = { manual: 'web', cli: 'terminal', schedule: 'schedule', system: 'system' } as const;
const LONGEST_TEXT = 500;

/** Writes one act into the audit. Throws AppFailure DATABASE_DOWN: what must not happen unseen does not happen then. */
export async function recordAudit(context: BackupContext, note: AuditNote): Promise<void> {
  const db = await reachDatabase(context);
  const head = await appendTo(context, db, [await factsOf(context, note)]);
  if (head.seq - head.mirroredSeq >= MIRROR_EVERY) await mirrorAudit(context, db);
}

/** The same for what has happened already, or may happen with no database: a failure goes to the log. */
export async function noteAudit(context: BackupContext, note: AuditNote): Promise<void> {
  try {
    await recordAudit(context, note);
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    const { act, subject, actor } = note;
    context.host.log.error('An act could not be written into the audit.', {
      ...{ act, subject, actorName: actor.name, reason: thrown.error.message },
    });
  }
}

async function appendTo(context: BackupContext, db: HostDatabase, facts: readonly AuditFacts[]): Promise<AuditHead> {
  // A new database behind backups that know more: what the storage kept of the audit comes first.
  if ((await readAuditHead(db)).seq === 0) await recoverAudit(context, db);
  return appendAudit(context, db, facts);
}

async function factsOf({ host }: BackupContext, note: AuditNote): Promise<AuditFacts> {
  const channel: AuditOrigin['channel'] = CHANNELS[note.from];
  const address = channel === 'web' ? ((await host.callerAddress?.()) ?? null) : null;
  const detail: AuditDetail = {};
  for (const [key, value] of Object.entries(note.detail ?? {})) {
    if (value !== undefined) detail[key] = typeof value === 'string' ? plainText(value, LONGEST_TEXT) : value;
  }
  return {
    act: note.act,
    subject: note.subject ? plainText(note.subject, LONGEST_TEXT) : null,
    actor: { id: note.actor.id && plainText(note.actor.id, 200), name: plainText(note.actor.name, 200) },
    origin: { channel, address: address && plainText(address, 100) },
    detail,
  };
}
