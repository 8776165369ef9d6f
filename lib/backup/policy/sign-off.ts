import type { SignOffItem, SignOffView } from '../views';

export const SIGN_OFF_ITEMS = ['secrets', 'sign-in'] as const satisfies readonly SignOffItem[];
export const SIGN_OFF_DAYS = { usual: 90, longest: 365 } as const;

/** The newest that was written down about an item. */
export interface SignOffRecord {
  act: 'sign' | 'revoke';
  at: Date;
  actorName: string;
  note: string | null;
  /** Null for a revocation. */
  expiresAt: Date | null;
  /** Names that it vouches for. */
  covers: readonly string[];
}

/** Whether somebody's word still holds at this moment, for these names. */
export function judgeSignOff(now: Date, newest: SignOffRecord | null, names: readonly string[]): SignOffView {
  if (newest === null) return { state: 'none', at: null, by: null, note: null, expiresAt: null, uncovered: [...names] };
  const covered = new Set(newest.covers);
  const uncovered = names.filter((name) => !covered.has(name));
  const told = {
    at: newest.at.toISOString(),
    by: newest.actorName,
    note: newest.note,
    expiresAt: newest.expiresAt?.toISOString() ?? null,
  };
  if (newest.act === 'revoke' || newest.expiresAt === null) return { state: 'revoked', ...told, uncovered };
  if (newest.expiresAt <= now) return { state: 'expired', ...told, uncovered };
  return { state: uncovered.length > 0 ? 'outgrown' : 'valid', ...told, uncovered };
}
