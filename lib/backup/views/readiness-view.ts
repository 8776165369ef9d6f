/** The checklist of the guide, in its order. */
export type ReadinessItem = 'backup' | 'copies' | 'content' | 'restore' | 'monitoring' | 'secrets' | 'sign-in';

/** What only people can vouch for. */
export type SignOffItem = Extract<ReadinessItem, 'secrets' | 'sign-in'>;

/** Something that was found. The words belong to the page and the terminal, `code` chooses them. */
export interface FindingView {
  code: string;
  /** Particulars for the words. `at` is a moment, ISO 8601. */
  facts: Record<string, string | number>;
}

export interface SignOffView {
  /** `outgrown`: what it vouches for has grown since, by `uncovered`. */
  state: 'none' | 'valid' | 'expired' | 'revoked' | 'outgrown';
  at: string | null;
  by: string | null;
  note: string | null;
  expiresAt: string | null;
  /** Names that came since. */
  uncovered: string[];
}

export interface ReadinessCheckView {
  item: ReadinessItem;
  /** `unknown`: what would tell it does not answer. It counts as open. */
  state: 'ready' | 'open' | 'unknown';
  /** What keeps it from being ready, the weightiest first. */
  open: FindingView[];
  /** What speaks for it. */
  good: FindingView[];
  /** Null for what is no matter of trust, or needs no word. */
  signOff: SignOffView | null;
}

export interface VariableView {
  name: string;
  of: 'module' | 'site';
  set: boolean;
  /** Its value must be kept in a safe place. */
  secret: boolean;
  /** `missing`: something that is set up does not work without it. `unknown`: nothing reads it. */
  state: 'ok' | 'missing' | 'unknown';
}

export interface ReadinessView {
  at: string;
  ready: boolean;
  score: number;
  of: number;
  /** The one next step: the first thing that is wrong with the weightiest item. */
  next: { item: ReadinessItem; finding: FindingView } | null;
  checks: ReadinessCheckView[];
  /** By name, never by value: what is missing or unknown first, then what is set, then the others. */
  variables: VariableView[];
}
