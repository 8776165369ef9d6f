import type { FindingView } from '../views';

export interface ItemVerdict {
  open: FindingView[];
  good: FindingView[];
  /** Set where what is open is that nobody answers. */
  unknown?: boolean;
}

export const HOUR_MS = 3_600_000;
/** A time from further ahead was written by a clock that was wrong, and proves nothing. */
export const FUTURE_MS = 3_600_000;

export const told = (code: string, facts: FindingView['facts'] = {}): FindingView => ({ code, facts });

const NAMED = 6;

/** Names for a sentence in any language: the first six, then how many more. */
export const listed = (names: readonly string[]): string =>
  names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ` … +${names.length - NAMED}` : '');

/** Whether a moment is at most so long ago. */
export const within = (now: Date, at: string | null, milliseconds: number): at is string =>
  at !== null && now.getTime() - Date.parse(at) <= milliseconds && Date.parse(at) - now.getTime() <= FUTURE_MS;

/** What would tell does not answer. */
export const silent = (code: string, reason: string): ItemVerdict => ({
  open: [told(code, { reason })],
  good: [],
  unknown: true,
});
