import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultPolicy, policySchema, type ScheduleRules } from '@/lib/backup/policy/backup-policy';
import { momentOf } from '@/lib/backup/policy/local-time';
import { currentSlot, missedSlots, nextSlot, slotsBetween } from '@/lib/backup/policy/slots';

const everyDay = [0, 1, 2, 3, 4, 5, 6];
const at = (...times: string[]) => ({ enabled: true, times, weekdays: everyDay, timeZone: 'Europe/Berlin' });
const between = (schedule: ScheduleRules, after: string, until: string, most = 100) =>
  slotsBetween(schedule, new Date(after), new Date(until), most).map((slot) => slot.at.toISOString());

describe('slots in a named time zone', () => {
  test('a nightly time that the clocks skip comes once, an hour later', () => {
    expect(between(at('02:30'), '2026-03-28T00:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  test('a nightly time that the clocks show twice comes once, the first time', () => {
    expect(between(at('02:30'), '2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  test('twelve hours ahead and behind, half hours, and the days of the week of the zone itself', () => {
    const auckland = { ...at('00:15'), weekdays: [1], timeZone: 'Pacific/Auckland' };
    expect(between(auckland, '2026-11-20T00:00:00Z', '2026-11-25T00:00:00Z')).toEqual(['2026-11-22T11:15:00.000Z']);
    const india = { ...at('02:00'), timeZone: 'Asia/Kolkata' };
    expect(nextSlot(india, new Date('2026-11-24T12:00:00Z'))?.at.toISOString()).toBe('2026-11-24T20:30:00.000Z');
    const west = { ...at('23:45'), weekdays: [6], timeZone: 'America/Los_Angeles' };
    expect(nextSlot(west, new Date('2026-11-24T12:00:00Z'))?.at.toISOString()).toBe('2026-11-29T07:45:00.000Z');
  });

  test('the same day and time is one slot for whoever works it out', () => {
    const policy = defaultPolicy({ rpoHours: 26, drillDays: 7 }).schedule;
    const key = 'slot:2026-11-24T02:00@UTC';
    expect(currentSlot(policy, new Date('2026-11-24T02:00:00Z'))?.key).toBe(key);
    expect(currentSlot(policy, new Date('2026-11-25T01:59:59Z'))?.key).toBe(key);
    expect(currentSlot({ ...policy, enabled: false }, new Date('2026-11-25T01:59:59Z'))).toBeNull();
    expect(nextSlot({ ...policy, enabled: false }, new Date())).toBeNull();
  });

  test('in every zone, over every change of the clocks, each local day has each time once and in order', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Asia/Tehran',
      'UTC',
    );
    const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
    const text = (minute: number) =>
      `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    fc.assert(
      fc.property(zones, minutes, fc.integer({ min: 0, max: 360 }), (timeZone, minute, day) => {
        const schedule = { ...at(text(minute)), timeZone };
        const from = new Date(Date.UTC(2026, 0, 1 + day));
        const slots = slotsBetween(schedule, from, new Date(from.getTime() + 10 * 86_400_000), 100);
        expect(slots.length).toBeGreaterThanOrEqual(9);
        expect(slots.length).toBeLessThanOrEqual(11);
        expect(new Set(slots.map(({ key }) => key)).size).toBe(slots.length);
        for (const [index, slot] of slots.entries()) {
          const next = slots[index + 1];
          expect(nextSlot(schedule, slot.at)?.key).toBe(next?.key ?? nextSlot(schedule, slot.at)?.key);
          expect(currentSlot(schedule, slot.at)?.key).toBe(slot.key);
          if (next) expect(next.at.getTime() - slot.at.getTime()).toBeGreaterThan(22 * 3_600_000);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a moment and its local time belong together', () => {
    expect(momentOf({ year: 2026, month: 7, day: 1, hour: 12, minute: 0 }, 'Europe/Berlin').toISOString()).toBe(
      '2026-07-01T10:00:00.000Z',
    );
  });
});

describe('missed slots', () => {
  const slots = slotsBetween(at('02:00'), new Date('2026-11-20T12:00:00Z'), new Date('2026-11-24T12:00:00Z'), 10);

  test('those that are over, had no run of their own and saw no good backup; never the one that is on', () => {
    expect(slots).toHaveLength(4);
    const missed = missedSlots(slots, {
      taken: new Set([slots[0]?.key ?? '']),
      goodAt: [new Date('2026-11-22T20:00:00Z')],
    });
    expect(missed.map(({ key }) => key)).toEqual(['slot:2026-11-23T02:00@Europe/Berlin']);
  });

  test('after a long silence only the newest are told', () => {
    const many = slotsBetween(at('02:00'), new Date('2025-01-01T00:00:00Z'), new Date('2026-11-24T12:00:00Z'), 30);
    expect(many).toHaveLength(30);
    expect(many.at(-1)?.key).toBe('slot:2026-11-24T02:00@Europe/Berlin');
  });
});

test('a policy is plain JSON, checked to the last field', () => {
  const policy = defaultPolicy({ rpoHours: 26, drillDays: 7 });
  expect(policySchema.parse(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
  const wrong = [
    { ...policy, extra: 1 },
    { ...policy, schedule: { ...policy.schedule, timeZone: 'Mars/Olympus' } },
    { ...policy, schedule: { ...policy.schedule, times: ['2:00'] } },
    { ...policy, schedule: { ...policy.schedule, times: ['02:00', '02:00'] } },
    { ...policy, retention: { ...policy.retention, minVerified: 0 } },
    { ...policy, retention: { ...policy.retention, keepDays: -1 } },
  ];
  expect(wrong.map((each) => policySchema.safeParse(each).success)).toEqual(wrong.map(() => false));
});
