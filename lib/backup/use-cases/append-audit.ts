import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { type AuditFacts, CHAIN_START, type ChainEnd } from '../policy/audit-chain';
import { type AuditAppend, type AuditHead, appendAuditEvents } from '../runs/audit-events';

/** Appends to the audit, behind what is to be said of its end so far. Throws AppFailure DATABASE_DOWN, BUSY. */
export function appendAudit(
  context: BackupContext,
  db: HostDatabase,
  facts: readonly AuditFacts[],
  lower?: AuditAppend['lower'],
): Promise<AuditHead> {
  return appendAuditEvents(db, {
    facts: (head) => [...aboutTheKey(context, head), ...facts],
    sign: (end) => context.auditMirror.sign(end),
    lower,
  });
}

/** The end of the chain was not signed with this key: a new key, or somebody's hand. Signing on would hide it. */
function aboutTheKey({ auditMirror }: BackupContext, head: AuditHead): AuditFacts[] {
  if (isStart(head)) return [];
  const { state, keyId } = auditMirror.judge(head, head.signature);
  if (state === 'genuine') return [];
  const act = state === 'other-key' ? 'audit.key' : 'audit.doubt';
  return [aboutItself(act, { from: keyId, to: auditMirror.keyId, seq: head.seq })];
}

const isStart = ({ seq, hash }: ChainEnd): boolean => seq === CHAIN_START.seq && hash === CHAIN_START.hash;

/** An event that nobody did: the audit tells of itself. */
export const aboutItself = (
  act: 'audit.key' | 'audit.doubt' | 'audit.recover' | 'audit.mirror',
  detail: AuditFacts['detail'],
): AuditFacts => ({
  act,
  subject: null,
  actor: { id: null, name: 'Backup' },
  origin: { channel: 'system', address: null },
  detail,
});
