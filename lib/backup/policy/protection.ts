import type { ErrorView, Proof, RunStatus, VerdictReason, VerdictView } from '../views';
import { isGood } from './proof';

export interface ProtectionFacts {
  now: Date;
  /** How old the newest recovery point that counts may be before the site is at risk. Hours. */
  recoveryPointHours: number;
  /** What a recovery point must have passed to count. Default: read back whole. */
  counts?: 'read-back' | 'restored';
  /** Days from one restore drill to the next; 0 or left out: none is promised. */
  drillDays?: number;
  /** Names of the off-site destinations; with any of them only what was copied to one counts. */
  destinations?: readonly string[];
  /** Names that the policy copies to and that are not configured: what it promises, nobody does. */
  unknownDestinations?: readonly string[];
  /** Full backups, newest first. `copiedTo`: destinations whose copy was read back. */
  backups: readonly {
    createdAt: string;
    proof: Proof;
    tables: number;
    lastVerifiedAt: string | null;
    copiedTo?: readonly string[];
  }[];
  /** Finished backup runs, newest first. */
  runs: readonly { status: RunStatus; finishedAt: string | null; error: ErrorView | null }[];
}

type Finding = Pick<VerdictView, 'state' | 'reason'>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Beyond this many times the recovery point objective the answer is no longer "at risk" but "not safe". */
const UNSAFE_FACTOR = 3;
/** A drill that is late by its own length again is one that does not take place. */
const LATE_DRILL_FACTOR = 2;
/** A backup from further ahead was made by a clock that was wrong: it says nothing about how old it is. */
const FUTURE_MS = HOUR_MS;

const FAILURES: readonly RunStatus[] = ['failed', 'lost', 'missed'];

/**
 * Answers "am I safe?" from facts alone: from the age of the newest recovery point that counts. Silence is never green:
 * what is not proven recently is said to be so. `reasons` names everything that is wrong, the weightiest first.
 */
export function judgeProtection(facts: ProtectionFacts): VerdictView {
  const { backups, runs, unknownDestinations = [] } = facts;
  const good = backups.filter(({ proof }) => isGood(proof));
  const newest = good[0];
  const proven = good.find(({ proof }) => proof === 'restored');
  const failed = runs.filter(({ status }) => FAILURES.includes(status));
  const failedSince = failed.filter(({ finishedAt }) => !newest || (finishedAt ?? '') > newest.createdAt).length;
  const findings = newest
    ? [...ageFindings(facts, good, failedSince), ...placeFindings(facts), ...proofFindings(facts, good)]
    : [withoutAny(backups.length, failedSince)];
  const worst =
    findings.find(({ state }) => state === 'unsafe') ??
    findings[0] ??
    ({ state: 'safe', reason: newest?.proof === 'restored' ? 'proven' : 'read-back' } satisfies Finding);
  const reasons = new Set<VerdictReason>([worst.reason, ...findings.map(({ reason }) => reason)]);
  return {
    ...worst,
    reasons: [...reasons],
    lastGoodAt: newest?.createdAt ?? null,
    lastVerifiedAt: proven?.lastVerifiedAt ?? null,
    tables: newest?.tables ?? null,
    failedSince,
    lastError: failedSince > 0 ? (failed[0]?.error ?? null) : null,
    unknownDestinations: [...unknownDestinations],
  };
}

function withoutAny(stored: number, failedSince: number): Finding {
  if (failedSince > 0) return { state: 'unsafe', reason: 'all-failed' };
  if (stored > 0) return { state: 'unsafe', reason: 'newest-damaged' };
  return { state: 'empty', reason: 'no-backup' };
}

/** Of the newest good recovery point, then of the newest that is also where, and as proven as, it has to be. */
function ageFindings(facts: ProtectionFacts, good: ProtectionFacts['backups'], failedSince: number): Finding[] {
  const { counts = 'read-back', destinations = [] } = facts;
  const believed = good.filter(({ createdAt }) => Date.parse(createdAt) - facts.now.getTime() <= FUTURE_MS);
  const offSite = believed.filter(
    ({ copiedTo = [] }) => destinations.length === 0 || isOffSite(copiedTo, destinations),
  );
  const restored = offSite.filter(({ proof }) => counts === 'read-back' || proof === 'restored');
  const old = ageOf(facts, believed[0], failedSince > 0 ? 'all-failed' : 'old');
  if (old) return believed[0] ? [old] : [{ state: 'at-risk', reason: 'clock' }];
  const away = ageOf(facts, offSite[0], 'not-off-site');
  const unproven = away ? null : ageOf(facts, restored[0], 'not-restored');
  return [away, unproven].filter((finding) => finding !== null);
}

/** A copy of it, read back, stands at a destination that the policy counts. */
export const isOffSite = (copiedTo: readonly string[], destinations: readonly string[]): boolean =>
  copiedTo.some((name) => destinations.includes(name));

function ageOf(
  { now, recoveryPointHours }: ProtectionFacts,
  point: { createdAt: string } | undefined,
  reason: VerdictReason,
): Finding | null {
  const hours = point ? (now.getTime() - Date.parse(point.createdAt)) / HOUR_MS : Number.POSITIVE_INFINITY;
  if (hours > recoveryPointHours * UNSAFE_FACTOR) return { state: 'unsafe', reason };
  if (hours <= recoveryPointHours) return null;
  return { state: 'at-risk', reason: reason === 'all-failed' ? 'old' : reason };
}

/** With no other destination left nothing goes off-site, which is what the policy was to see to. */
function placeFindings({ destinations = [], unknownDestinations = [] }: ProtectionFacts): Finding[] {
  if (unknownDestinations.length === 0) return [];
  return [{ state: destinations.length === 0 ? 'unsafe' : 'at-risk', reason: 'unknown-destination' }];
}

function proofFindings(facts: ProtectionFacts, good: ProtectionFacts['backups']): Finding[] {
  const findings: Finding[] = [];
  const { now, drillDays = 0, backups } = facts;
  if (backups[0]?.proof === 'damaged') findings.push({ state: 'at-risk', reason: 'newest-damaged' });
  const proofs = good.flatMap(({ proof, lastVerifiedAt }) =>
    proof === 'restored' && lastVerifiedAt ? [Date.parse(lastVerifiedAt)] : [],
  );
  if (!good.some(({ proof }) => proof === 'restored')) findings.push({ state: 'at-risk', reason: 'never-restored' });
  else if (drillDays > 0 && now.getTime() - Math.max(...proofs) > drillDays * LATE_DRILL_FACTOR * DAY_MS) {
    findings.push({ state: 'at-risk', reason: 'drill-late' });
  }
  return findings;
}

/** The verdict where the storage did not answer: nobody knows, which is neither green nor red. */
export const unknownProtection = (error: ErrorView): VerdictView => ({
  state: 'unknown',
  reason: 'storage-down',
  reasons: ['storage-down'],
  lastGoodAt: null,
  lastVerifiedAt: null,
  tables: null,
  failedSince: 0,
  lastError: error,
  unknownDestinations: [],
});
