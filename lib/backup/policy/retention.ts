import { idTime } from '../kernel/ids';
import type { KeepRuleView, Proof } from '../views';
import type { RetentionRules } from './backup-policy';
import { PERIOD_RULES, periodKey } from './periods';
import { isGood } from './proof';

export interface RetainedBackup {
  id: string;
  scope: 'full' | 'schema' | 'tables';
  proof: Proof;
  signatureValid: boolean;
  pinned: boolean;
}

export interface RetentionFacts {
  rules: RetentionRules;
  /** Where the days and weeks of the rules begin. */
  timeZone: string;
  /** The whole listing, in any order. */
  backups: readonly RetainedBackup[];
  inUse: ReadonlySet<string>;
  /** Manifests that could not be believed: with one of them the listing is not whole, and nothing goes. */
  unreadable: number;
  clock: { system: Date; database: Date | null };
}

export interface RetentionDecision {
  id: string;
  /** Every rule that keeps it, the strongest first; none: it goes. */
  kept: KeepRuleView[];
  /** Days between it and the moment from which age is counted. */
  ageDays: number;
}

export interface RetentionPlan {
  /** Newest first. */
  decisions: RetentionDecision[];
  /** Oldest first, the order in which they are deleted. */
  going: string[];
  /** The moment from which age is counted; null without a good full backup. */
  countedFrom: Date | null;
}

const DAY_MS = 86_400_000;
/** So many recovery points must have been made in a time before that time is believed. */
const WITNESSES = 3;

/**
 * Says for every backup which rules keep it, or that it goes. Order and age come from ids alone. Only good full backups
 * fill a count: a damaged or partial one stays until its days are over and takes no place from a good one.
 */
export function planRetention(facts: RetentionFacts): RetentionPlan {
  const backups = facts.backups.toSorted((left, right) => (left.id < right.id ? 1 : -1));
  const kept = new Map<string, KeepRuleView[]>(backups.map(({ id }) => [id, []]));
  const keep = (id: string, rule: KeepRuleView) => kept.get(id)?.push(rule);
  const good = backups.filter(({ scope, proof }) => scope === 'full' && isGood(proof));
  const countedFrom = ageReference(good, facts.clock);

  for (const backup of backups) {
    if (backup.pinned) keep(backup.id, { rule: 'pinned' });
    if (facts.inUse.has(backup.id)) keep(backup.id, { rule: 'in-use' });
  }
  const newest = good[0] ?? backups.find(({ proof }) => isGood(proof));
  if (newest) keep(newest.id, { rule: 'last-good' });
  const { minVerified } = facts.rules;
  const verified = good.filter(({ proof }) => proof === 'restored').slice(0, minVerified);
  number(verified, 'verified', minVerified, keep);
  for (const { id } of standIns(good, minVerified - verified.length)) keep(id, { rule: 'stand-in' });
  number(good.slice(0, facts.rules.keepLast), 'last', facts.rules.keepLast, keep);
  for (const rule of PERIOD_RULES) {
    number(
      newestOfEach(good, (id) => periodKey(rule, idTime(id), facts.timeZone), facts.rules[rule]),
      rule,
      facts.rules[rule],
      keep,
    );
  }
  for (const { id, signatureValid } of backups) {
    const age = ageDays(id, countedFrom);
    if (age === 0) keep(id, { rule: 'recent' });
    else if (age <= facts.rules.keepDays) keep(id, { rule: 'days', of: facts.rules.keepDays });
    if (!signatureValid) keep(id, { rule: 'signature' });
    if (facts.unreadable > 0) keep(id, { rule: 'listing' });
  }
  const decisions = backups.map(({ id }) => ({ id, kept: kept.get(id) ?? [], ageDays: ageDays(id, countedFrom) }));
  const going = decisions.filter((decision) => decision.kept.length === 0).map(({ id }) => id);
  return { decisions, going: going.reverse(), countedFrom };
}

/**
 * Age is counted from the earliest of: this machine's clock, the database's, and the third newest good recovery point.
 * So a clock that is ahead deletes nothing more than before, nor does a site that makes no backups any more.
 */
function ageReference(good: readonly RetainedBackup[], { system, database }: RetentionFacts['clock']): Date | null {
  const witness = good[Math.min(WITNESSES, good.length) - 1];
  if (!witness) return null;
  const moments = [system, database, idTime(witness.id)].filter((moment) => moment !== null);
  return new Date(Math.min(...moments.map((moment) => moment.getTime())));
}

/** Without a good recovery point nothing ages: what is there may be all that there is. */
const ageDays = (id: string, countedFrom: Date | null): number =>
  countedFrom === null ? 0 : Math.max(0, (countedFrom.getTime() - idTime(id).getTime()) / DAY_MS);

/** Where too few were restored exactly, the newest good ones make up the number. */
const standIns = (good: readonly RetainedBackup[], missing: number): RetainedBackup[] =>
  good.filter(({ proof }) => proof !== 'restored').slice(0, missing);

function newestOfEach(
  newestFirst: readonly RetainedBackup[],
  periodOf: (id: string) => string,
  most: number,
): RetainedBackup[] {
  const byPeriod = new Map<string, RetainedBackup>();
  for (const backup of newestFirst) {
    if (byPeriod.size >= most) break;
    const period = periodOf(backup.id);
    if (!byPeriod.has(period)) byPeriod.set(period, backup);
  }
  return [...byPeriod.values()];
}

function number(
  chosen: readonly RetainedBackup[],
  rule: 'verified' | 'last' | (typeof PERIOD_RULES)[number],
  of: number,
  keep: (id: string, rule: KeepRuleView) => void,
): void {
  chosen.forEach(({ id }, index) => {
    keep(id, { rule, n: index + 1, of });
  });
}
