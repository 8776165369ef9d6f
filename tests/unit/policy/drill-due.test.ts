import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DrillFacts, drillDue } from '@/lib/backup/policy/drill-due';

const NOW = Date.parse('2026-11-22T02:00:00Z');
const HOUR = 3_600_000;
const before = (hours: number) => new Date(NOW - hours * HOUR).toISOString();

const proof = (hours: number, passed = true, level: 'bytes' | 'restore' = 'restore') => ({
  level,
  passed,
  at: before(hours),
});
const backup = (format: string, ...verifications: ReturnType<typeof proof>[]) => ({ format, verifications });

const due = (backups: DrillFacts['backups'], more: Partial<DrillFacts> = {}) =>
  drillDue({ now: new Date(NOW), everyDays: 7, format: 'custom', backups, ...more });

test.for<[name: string, backups: DrillFacts['backups'], expected: ReturnType<typeof drillDue>]>([
  ['nothing was ever restored', [backup('custom')], 'first-of-format'],
  ['only another format was restored', [backup('custom'), backup('sql.gz', proof(1))], 'first-of-format'],
  ['the format was restored yesterday', [backup('custom'), backup('custom', proof(24))], null],
  ['this format long ago, another yesterday', [backup('custom', proof(900)), backup('sql', proof(24))], null],
  ['the last one is a week old', [backup('custom', proof(7 * 24))], 'interval'],
  ['the schedule called five minutes earlier than last week', [backup('custom', proof(7 * 24 - 0.1))], 'interval'],
  ['six days are not a week', [backup('custom', proof(6 * 24))], null],
  ['a failed drill does not count', [backup('custom', proof(24, false), proof(200))], 'interval'],
  ['a failed first drill does not count', [backup('custom', proof(24, false))], 'first-of-format'],
  ['reading the bytes is not a drill', [backup('custom', proof(1, true, 'bytes'))], 'first-of-format'],
  ['a clock was two months ahead', [backup('custom', proof(-60 * 24))], 'interval'],
])('%s', ([, backups, expected]) => {
  expect(due(backups)).toBe(expected);
});

describe('for any history', () => {
  const histories = fc.array(
    fc.record({
      format: fc.constantFrom('custom', 'sql', 'sql.gz'),
      verifications: fc.array(
        fc.record({
          level: fc.constantFrom('bytes' as const, 'restore' as const),
          passed: fc.boolean(),
          at: fc.integer({ min: -1_000, max: 3_000 }).map(before),
        }),
        { maxLength: 4 },
      ),
    }),
    { maxLength: 8 },
  );
  const days = fc.integer({ min: 1, max: 60 });

  test('0 days mean never', () => {
    fc.assert(fc.property(histories, (backups) => due(backups, { everyDays: 0 }) === null));
  });

  test('right after a drill that passed none is due', () => {
    fc.assert(
      fc.property(histories, days, (backups, everyDays) => {
        expect(due([...backups, backup('custom', proof(0))], { everyDays })).toBeNull();
      }),
    );
  });

  test('a site is never longer without a drill than the days and half a day', () => {
    fc.assert(
      fc.property(histories, days, (backups, everyDays) => {
        const ages = backups.flatMap(({ verifications }) =>
          verifications
            .filter(({ level, passed }) => level === 'restore' && passed)
            .map(({ at }) => NOW - Date.parse(at)),
        );
        const newest = Math.min(...ages.filter((age) => age > -12 * HOUR));
        if (newest > everyDays * 24 * HOUR) expect(due(backups, { everyDays })).not.toBeNull();
      }),
    );
  });

  test('the order of the backups does not matter', () => {
    fc.assert(
      fc.property(histories, days, (backups, everyDays) => {
        expect(due(backups.toReversed(), { everyDays })).toBe(due(backups, { everyDays }));
      }),
    );
  });
});
