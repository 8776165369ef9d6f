export interface ResetFacts {
  now: Date;
  /** The newest full backup that was proven by restoring; null where there is none. */
  proven: { createdAt: string } | null;
  /** Tables whose content differs from that backup, missing and new ones included. Not looked at where there is none. */
  changedTables: number;
}

/** A proven backup of this age counts as holding what is there. Milliseconds. */
const FRESH_MS = 3_600_000;
/** Clocks of two machines may differ by so much. A backup from further ahead proves nothing about now. */
const SKEW_MS = 60_000;

/**
 * The text that an admin types before a site is emptied, or null where a proven backup holds what is there now: it is
 * younger than an hour, or every table still equals it. The text says what is lost, so that typing it is reading it.
 */
export function resetAcknowledgement({ now, proven, changedTables }: ResetFacts): string | null {
  if (!proven) return 'lose everything';
  const ageMs = now.getTime() - Date.parse(proven.createdAt);
  if (changedTables === 0 || (ageMs >= -SKEW_MS && ageMs < FRESH_MS)) return null;
  return `lose everything since ${proven.createdAt.slice(0, 16).replace('T', ' ')} UTC`;
}

/** What people type differs in space and case; neither changes what they mean. */
export const sameWords = (typed: string, wanted: string): boolean => plain(typed) === plain(wanted);

const plain = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
