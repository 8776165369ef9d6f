export interface AuditEventView {
  seq: number;
  at: string;
  act: string;
  subject: string | null;
  actorName: string;
  channel: string;
  address: string | null;
  detail: Record<string, string | number | boolean | null>;
}

export interface AuditFilterView {
  act: string | null;
  actor: string | null;
  /** Days in UTC, 2026-11-24, both included. */
  from: string | null;
  until: string | null;
}

export interface AuditPageView {
  events: AuditEventView[];
  /** Number of the last event of this page, where older ones follow. */
  nextCursor: number | null;
  filter: AuditFilterView;
}

export type AuditFindingKind =
  /** Events are gone. */
  | 'missing'
  /** An event does not follow the one before it. */
  | 'unlinked'
  /** An event is not what was written. */
  | 'changed'
  /** The last events are gone. */
  | 'truncated'
  /** Events behind the signed end. */
  | 'appended'
  /** The signature of the end was not made with the key. */
  | 'head-forged'
  /** The signed end is of another chain. */
  | 'head-differs'
  /** A mirrored end in the storage was changed. */
  | 'mirror-forged'
  /** The storage has another event of the same number. */
  | 'mirror-differs'
  /** The storage knows later events: the database is older than they are. */
  | 'rolled-back'
  /** Mirrored ends are gone from the storage. */
  | 'mirror-missing'
  /** Signed with a key that is not here: nothing is said. */
  | 'other-key';

export interface AuditFinding {
  kind: AuditFindingKind;
  /** Number of the event it is about. */
  seq: number;
  until: number | null;
}

export interface AuditVerdictView {
  /** `unproven`: nothing is wrong as far as can be seen, but a key that is not here signed. */
  status: 'intact' | 'unproven' | 'tampered';
  events: number;
  /** The newest event that the storage vouches for; 0 where there is none. */
  mirroredSeq: number;
  mirrors: number;
  /** From this event on the ends in the storage were read; 1: all of them. */
  comparedFrom: number;
  /** Changes of the signing key that the audit tells of itself. */
  keyChanges: { seq: number; at: string; from: string | null }[];
  /** Events that the storage had lost at its end, or never had, and that were written to it again before event `seq`. */
  rewritten: { seq: number; at: string; from: number; until: number }[];
  /** At most 100. */
  findings: AuditFinding[];
}
