import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RetentionRules } from '@/lib/backup/policy/backup-policy';
import { isGood } from '@/lib/backup/policy/proof';
import { planRetention, type RetentionPlan } from '@/lib/backup/policy/retention';
import { DAY, type HistoryEvent, history, rules, Site } from './random-history';

const HISTORIES = 10_000;
/** Seconds on an idle machine; others may be at work on this one. */
const PATIENCE = { timeout: 120_000 };
const timeZones = fc.constantFrom('UTC', 'UTC', 'Europe/Berlin');

const plan = (site: Site, chosen: RetentionRules, timeZone: string, jump: number, database: Date | null = null) =>
  planRetention({
    rules: chosen,
    timeZone,
    backups: site.backups,
    inUse: site.inUse,
    unreadable: 0,
    clock: { system: site.clock(jump), database },
  });

const verified = (site: Site) =>
  site.backups.filter(({ scope, proof }) => scope === 'full' && proof === 'restored').map(({ id }) => id);
const good = (site: Site) => site.backups.filter(({ scope, proof }) => scope === 'full' && isGood(proof));

/** Each rule numbers its own from 1 without a gap, never beyond its count, and every backup is kept for a reason or goes. */
function assertReasonsAddUp({ decisions, going }: RetentionPlan, site: Site): void {
  expect(decisions.map(({ id }) => id)).toEqual(
    site.backups
      .map(({ id }) => id)
      .sort()
      .reverse(),
  );
  expect(new Set(going)).toEqual(new Set(decisions.filter(({ kept }) => kept.length === 0).map(({ id }) => id)));
  const numbers = new Map<string, number[]>();
  for (const rule of decisions.flatMap(({ kept }) => kept)) {
    if (!('n' in rule)) continue;
    expect(rule.n).toBeLessThanOrEqual(rule.of);
    numbers.set(rule.rule, [...(numbers.get(rule.rule) ?? []), rule.n]);
  }
  for (const given of numbers.values()) {
    expect(given.toSorted((left, right) => left - right)).toEqual(given.map((_, index) => index + 1));
  }
}

function prune(site: Site, event: HistoryEvent, chosen: RetentionRules, timeZone: string): void {
  const shown = plan(site, chosen, timeZone, event.jump);
  assertReasonsAddUp(shown, site);
  site.meanwhile(event);
  // What a person has seen and what still goes now: nothing else is deleted.
  const now = new Set(plan(site, chosen, timeZone, event.jump).going);
  const going = shown.going.filter((id) => now.has(id));
  const before = { verified: verified(site), good: good(site).length, all: site.backups };
  site.remove(going);
  expect(before.all.filter(({ id, pinned }) => going.includes(id) && (pinned || site.inUse.has(id)))).toEqual([]);
  const newestVerified = before.verified.sort().reverse().slice(0, chosen.minVerified);
  expect(site.backups.map(({ id }) => id)).toEqual(expect.arrayContaining(newestVerified));
  expect(good(site).length).toBeGreaterThanOrEqual(
    Math.min(before.good, Math.max(chosen.minVerified, chosen.keepLast)),
  );
}

test(
  `${HISTORIES} histories with clock jumps, failures, pins and others at work: the verified, the minimum and the pinned stay`,
  PATIENCE,
  () => {
    fc.assert(
      fc.property(history, rules, timeZones, (events, chosen, timeZone) => {
        const site = new Site();
        for (const event of events) {
          site.pass(event.hoursLater);
          site.make(event);
          if (event.pruned === 0) prune(site, event, chosen, timeZone);
        }
        prune(site, { ...(events[0] as HistoryEvent), jump: 0 }, chosen, timeZone);
      }),
      { numRuns: HISTORIES },
    );
  },
);

test('a clock that jumps 60 days ahead or back deletes nothing that the right one would not', PATIENCE, () => {
  fc.assert(
    fc.property(history, rules, fc.constantFrom(60, -60), fc.boolean(), (events, chosen, jump, databaseIsRight) => {
      const site = new Site();
      for (const event of events) {
        site.pass(event.hoursLater);
        site.make({ ...event, jump: 0 });
      }
      const right = new Set(plan(site, chosen, 'UTC', 0).going);
      const wrong = plan(site, chosen, 'UTC', jump, databaseIsRight ? site.clock(0) : site.clock(jump)).going;
      expect(wrong.filter((id) => !right.has(id))).toEqual([]);
    }),
    { numRuns: HISTORIES },
  );
});

test('backups made while the clock is 60 days ahead push nothing out before three of them are there', () => {
  const site = new Site();
  const chosen = {
    keepDays: 30,
    keepLast: 0,
    daily: 0,
    weekly: 0,
    monthly: 0,
    yearly: 0,
    minVerified: 1,
    automatic: true,
  };
  for (let day = 0; day < 20; day += 1) {
    site.pass(24);
    site.make({ made: 'restored', jump: 0, rare: 1 });
  }
  site.make({ made: 'restored', jump: 60, rare: 1 });
  site.make({ made: 'restored', jump: 60, rare: 1 });
  expect(plan(site, chosen, 'UTC', 60).going).toEqual([]);
  site.make({ made: 'restored', jump: 60, rare: 1 });
  expect(plan(site, chosen, 'UTC', 60).going).toHaveLength(20);
  expect(plan(site, { ...chosen, keepLast: 10 }, 'UTC', 60).going).toHaveLength(13);
  expect(plan(site, chosen, 'UTC', 0).going).toEqual([]);
  expect(site.clock(60).getTime() - site.clock(0).getTime()).toBe(60 * DAY);
});
