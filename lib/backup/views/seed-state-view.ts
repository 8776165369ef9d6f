import type { SeedView } from './state-view';

/** A session that holds the seed's advisory lock, or waits for it. */
export interface SeedLockView {
  pid: number;
  /**
   * `working`: in a statement or a transaction. `idle`: it does nothing and keeps the lock, as a pooled session does whose
   * user is gone. `waiting`: another has the lock. `hidden`: of a role that this one may not look at.
   */
  state: 'working' | 'idle' | 'waiting' | 'hidden';
  application: string | null;
  user: string | null;
  /** Address of the client; null for a local socket. */
  client: string | null;
  connectedAt: string | null;
  /** Since when it has been in this state. */
  since: string | null;
}

export interface SeedStateView extends SeedView {
  /** Since the seed began; null where it never did. */
  ageMs: number | null;
  locks: SeedLockView[];
  /** A row that says failed or stale may be taken away, so that the next start sees none; not while a session works. */
  canReset: boolean;
}

/** What seeding now would do. */
export interface SeedPreviewView {
  does: 'fill' | 'mark' | 'nothing';
  tables: { schema: string; name: string; rows: number; adds: number }[];
  adds: number;
  /** Tables that have rows already and would get more. */
  nonEmpty: number;
}
