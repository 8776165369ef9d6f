import type { ErrorView, Proof, RunStatus, VerdictView } from '../views';
import { isGood } from './proof';

export interface ProtectionFacts {
  now: Date;
  /** How old the newest good backup may be before the site is at risk. Hours. */
  recoveryPointHours: number;
  /** Full backups, newest first. */
  backups: readonly { createdAt: string; proof: Proof; tables: number; lastVerifiedAt: string | null }[];
  /** Finished backup runs, newest first. */
  runs: readonly { status: RunStatus; finishedAt: string | null; error: ErrorView | null }[];
}

/** Beyond this many times the recovery point objective the answer is no longer "at risk" but "not safe". */
const UNSAFE_FACTOR = 3;

/** Answers "am I safe?" from facts alone. Silence is never green: what is not proven recently is said to be so. */
export function judgeProtection({ now, recoveryPointHours, backups, runs }: ProtectionFacts): VerdictView {
  const good = backups.filter(({ proof }) => isGood(proof));
  const newest = good[0];
  const proven = good.find(({ proof }) => proof === 'restored');
  const failed = runs.filter(({ status }) => status === 'failed' || status === 'lost');
  const failedSince = failed.filter(({ finishedAt }) => !newest || (finishedAt ?? '') > newest.createdAt).length;
  const facts = {
    lastGoodAt: newest?.createdAt ?? null,
    lastVerifiedAt: proven?.lastVerifiedAt ?? null,
    tables: newest?.tables ?? null,
    failedSince,
    lastError: failedSince > 0 ? (failed[0]?.error ?? null) : null,
  };
  if (!newest) {
    if (failedSince > 0) return { state: 'unsafe', reason: 'all-failed', ...facts };
    if (backups.length > 0) return { state: 'unsafe', reason: 'newest-damaged', ...facts };
    return { state: 'empty', reason: 'no-backup', ...facts };
  }
  const ageHours = (now.getTime() - Date.parse(newest.createdAt)) / 3_600_000;
  if (ageHours > recoveryPointHours * UNSAFE_FACTOR) {
    return { state: 'unsafe', reason: failedSince > 0 ? 'all-failed' : 'old', ...facts };
  }
  if (ageHours > recoveryPointHours) return { state: 'at-risk', reason: 'old', ...facts };
  if (backups[0]?.proof === 'damaged') return { state: 'at-risk', reason: 'newest-damaged', ...facts };
  if (!proven) return { state: 'at-risk', reason: 'never-restored', ...facts };
  return { state: 'safe', reason: newest.proof === 'restored' ? 'proven' : 'read-back', ...facts };
}

/** The verdict where the storage did not answer: nobody knows, which is neither green nor red. */
export const unknownProtection = (error: ErrorView): VerdictView => ({
  state: 'unknown',
  reason: 'storage-down',
  lastGoodAt: null,
  lastVerifiedAt: null,
  tables: null,
  failedSince: 0,
  lastError: error,
});
