import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '@/lib/backup/policy/backup-policy';
import { scheduleSlot } from '@/lib/backup/policy/schedule';
import { nextSlot } from '@/lib/backup/policy/slots';
import vercel from '@/vercel.json' with { type: 'json' };

describe('slots', () => {
  test('every call of one UTC day is one daily slot', () => {
    const calls = ['2026-11-22T00:00:00Z', '2026-11-22T02:00:00Z', '2026-11-22T23:59:59.999Z'];
    expect(new Set(calls.map((at) => scheduleSlot('daily', new Date(at))))).toEqual(new Set(['daily:2026-11-22']));
    expect(scheduleSlot('daily', new Date('2026-11-23T00:00:00Z'))).toBe('daily:2026-11-23');
  });

  test('a week begins on Sunday, also across a year', () => {
    expect(scheduleSlot('weekly', new Date('2026-11-22T01:00:00Z'))).toBe('weekly:2026-11-22');
    expect(scheduleSlot('weekly', new Date('2026-11-28T23:00:00Z'))).toBe('weekly:2026-11-22');
    expect(scheduleSlot('weekly', new Date('2027-01-02T12:00:00Z'))).toBe('weekly:2026-12-27');
  });
});

describe('the next run', () => {
  const { schedule } = defaultPolicy({ rpoHours: 26, drillDays: 7 });

  test.each([
    ['2026-11-22T00:30:00Z', '2026-11-22T02:00:00.000Z'],
    ['2026-11-22T02:00:00Z', '2026-11-23T02:00:00.000Z'],
    ['2026-11-28T03:00:00Z', '2026-11-29T02:00:00.000Z'],
    ['2026-12-31T23:00:00Z', '2027-01-01T02:00:00.000Z'],
  ])('after %s is %s', (after, next) => {
    expect(nextSlot(schedule, new Date(after))?.at.toISOString()).toBe(next);
  });

  test('vercel.json calls at the hour that the page announces, before the content sync at 03:00', () => {
    expect(vercel.crons).toEqual([{ path: '/api/cron/backup', schedule: '0 2 * * *' }]);
    expect(schedule.times).toEqual(['02:00']);
  });
});
