import type { Proof, ScopeView } from './run-view';

/** Why a backup stays. `n` of `of`: its place among those that a count keeps, 1 for the newest. */
export type KeepRuleView =
  /** `recent`: so new that no age can be counted yet. `stand-in`: too few were restored exactly, so this good one stays too. */
  | { rule: 'pinned' | 'in-use' | 'last-good' | 'stand-in' | 'recent' | 'signature' | 'listing' }
  | { rule: 'verified' | 'last' | 'daily' | 'weekly' | 'monthly' | 'yearly'; n: number; of: number }
  /** Younger than so many days. */
  | { rule: 'days'; of: number };

export interface RetentionRowView {
  id: string;
  createdAt: string;
  ageDays: number;
  size: number;
  proof: Proof;
  scope: ScopeView['kind'];
  /** Empty: it goes. */
  kept: KeepRuleView[];
}

export interface OrphanView {
  /** Folder below the site's, of a backup that has no manifest. */
  folder: string;
  objects: number;
  bytes: number;
  newestAt: string;
}

export interface PrunePlanView {
  /** Carries the plan to `applyPrune`; null where nothing goes. */
  token: string | null;
  expiresAt: string;
  policyVersion: number;
  /** False: nobody has saved a policy; then only a person deletes. */
  policySaved: boolean;
  automatic: boolean;
  /** Newest first. */
  rows: RetentionRowView[];
  going: { count: number; bytes: number };
  staying: { count: number; bytes: number };
  /** Manifests that could not be believed: with one of them everything stays. */
  unreadable: number;
  /** The moment from which age is counted. */
  countedFrom: string | null;
  /** How far this machine's clock is ahead of the database's, where that is more than a minute. Milliseconds. */
  clockAheadMs: number | null;
  /** Left by runs that never ended: deleted only where the caller asks for it. */
  orphans: OrphanView[];
  /** How long what goes can be put back. Hours. */
  graceHours: number;
}

export interface PruneResultView {
  deleted: string[];
  /** In the plan and yet not deleted, as the world has moved: what keeps it now. */
  kept: { id: string; reason: 'kept-now' | 'gone' | 'locked' }[];
  orphans: number;
}
