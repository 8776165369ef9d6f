import { canonicalJson } from '../kernel/canonical-json';
import { sha256Hex } from '../kernel/digest';
import type { RunKind } from '../views';

/** Everything that is written down, next to the two ends of each run: `<kind>.start` and `<kind>.end`. */
export type AuditAct =
  | `${RunKind}.${'start' | 'end'}`
  | 'run.cancel'
  | 'backup.delete'
  | 'backup.undelete'
  | 'backup.pin'
  | 'backup.release'
  | 'backup.copy'
  | 'backup.prune'
  | 'catalog.adopt'
  | 'download.allow'
  | 'download.start'
  | 'download.end'
  | 'database.drop'
  | 'dump.import'
  | 'seed.reset'
  | 'sign-in.confirm'
  | 'sign-in.refuse'
  | 'policy.change'
  | 'readiness.sign-off'
  | 'readiness.revoke'
  | 'game-day.start'
  | 'game-day.end'
  | 'keys.check'
  | 'notify.test'
  | 'audit.export'
  | 'audit.key'
  | 'audit.doubt'
  | 'audit.recover'
  | 'audit.mirror';
export type AuditDetail = Record<string, string | number | boolean | null>;

/** Where an act came from. The address is the caller's, where the host knows one. */
export interface AuditOrigin {
  channel: 'web' | 'terminal' | 'schedule' | 'system';
  address: string | null;
}

export interface AuditFacts {
  act: string;
  /** Id of a backup, a run or a commit, or the name of a database. */
  subject: string | null;
  actor: { id: string | null; name: string };
  origin: { channel: string; address: string | null };
  detail: AuditDetail;
}

export interface AuditEvent extends AuditFacts {
  /** From 1, without gaps. */
  seq: number;
  /** ISO 8601 in UTC. */
  at: string;
  /** Hash of the event before; CHAIN_START for the first. */
  previous: string;
  hash: string;
}

/** The end of a chain: how many events there are, and the hash of the last. */
export interface ChainEnd {
  seq: number;
  hash: string;
}

export const CHAIN_START: ChainEnd = { seq: 0, hash: '0'.repeat(64) };

/** SHA-256, in hexadecimal, of the canonical JSON of everything but the hash itself. */
function hashOfEvent({ seq, at, act, subject, actor, origin, detail, previous }: Omit<AuditEvent, 'hash'>) {
  return sha256Hex(
    canonicalJson({
      ...{ seq, at, act, subject, detail, previous },
      actor: { id: actor.id, name: actor.name },
      origin: { channel: origin.channel, address: origin.address },
    }),
  );
}

/** The next event of a chain. */
export function sealEvent(end: ChainEnd, at: string, facts: AuditFacts): AuditEvent {
  const event = { ...facts, seq: end.seq + 1, at, previous: end.hash };
  return { ...event, hash: hashOfEvent(event) };
}

export const endOf = ({ seq, hash }: AuditEvent): ChainEnd => ({ seq, hash });

export type ChainFault = { kind: 'missing' | 'unlinked' | 'changed'; seq: number; until?: number };

/**
 * What is wrong with `event` where a sound chain stood at `end`: events missing before it, one that does not lead to it,
 * or a change of its own. A chain is taken up again behind a fault, so that each is told once.
 */
export function chainFaults(end: ChainEnd, event: AuditEvent): ChainFault[] {
  const faults: ChainFault[] = [];
  if (event.seq > end.seq + 1) faults.push({ kind: 'missing', seq: end.seq + 1, until: event.seq - 1 });
  else if (event.previous !== end.hash) faults.push({ kind: 'unlinked', seq: event.seq });
  if (hashOfEvent(event) !== event.hash) faults.push({ kind: 'changed', seq: event.seq });
  return faults;
}
