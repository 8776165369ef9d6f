import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forecastGrowth, type StoredSize } from '@/lib/backup/policy/growth';

const DAY = 86_400_000;
const NOW = new Date('2026-11-24T12:00:00Z');
const daily = (sizes: readonly number[]): StoredSize[] =>
  sizes.map((size, index) => ({
    at: new Date(NOW.getTime() - (sizes.length - 1 - index) * DAY).toISOString(),
    size,
  }));
const facts = { now: NOW, usedBytes: 1_000, freeBytes: 1_000 };

describe('known growth', () => {
  test('the same size each day: as much each day, none more', () => {
    expect(forecastGrowth(daily(Array(10).fill(100)), facts)).toEqual({
      backupBytesPerDay: 0,
      storedBytesPerDay: 100,
      used: [
        { days: 30, bytes: 4_000 },
        { days: 90, bytes: 10_000 },
        { days: 365, bytes: 37_500 },
      ],
      daysUntilFull: 10,
    });
  });

  test('one odd backup among many bends nothing', () => {
    const sizes: number[] = Array(20).fill(100);
    sizes[10] = 1_000_000;
    expect(forecastGrowth(daily(sizes), facts)).toMatchObject({ backupBytesPerDay: 0, storedBytesPerDay: 100 });
  });

  test('growth is found', () => {
    const sizes = Array.from({ length: 20 }, (_, index) => 1_000 + 10 * index);
    expect(forecastGrowth(daily(sizes), facts)).toMatchObject({ backupBytesPerDay: 10 });
  });

  test.each([
    ['none', []],
    ['three', daily([1, 2, 3])],
    ['within an hour', [1, 2, 3, 4, 5].map((size) => ({ at: NOW.toISOString(), size }))],
  ])('too little to say anything: %s', (_, stored) => {
    expect(forecastGrowth(stored, facts)).toBeNull();
  });
});

const point = fc.record({
  at: fc
    .integer({ min: -400 * 24, max: 10 * 24 })
    .map((hours) => new Date(NOW.getTime() + hours * 3_600_000).toISOString()),
  size: fc.oneof(fc.nat(), fc.integer({ min: 0, max: 5e12 }), fc.constant(0)),
});

test('whatever the history: finite, never below what is there, never shrinking, and full when it says so', () => {
  fc.assert(
    fc.property(
      fc.array(point, { maxLength: 40 }),
      fc.integer({ min: 0, max: 1e15 }),
      fc.option(fc.integer({ min: 0, max: 1e15 }), { nil: null }),
      (stored, usedBytes, freeBytes) => {
        const forecast = forecastGrowth(stored, { now: NOW, usedBytes, freeBytes });
        if (!forecast) return;
        const bytes = forecast.used.map((one) => one.bytes);
        for (const value of [...bytes, forecast.backupBytesPerDay, forecast.storedBytesPerDay]) {
          expect(Number.isFinite(value)).toBe(true);
        }
        expect(bytes[0]).toBeGreaterThanOrEqual(usedBytes);
        expect(bytes).toEqual(bytes.toSorted((left, right) => left - right));
        expect(forecast.storedBytesPerDay).toBeGreaterThanOrEqual(0);
        const { daysUntilFull } = forecast;
        if (freeBytes === null) expect(daysUntilFull).toBeNull();
        if (daysUntilFull === null || freeBytes === null) return;
        expect(daysUntilFull).toBeGreaterThanOrEqual(0);
        for (const { days, bytes: used } of forecast.used) {
          if (days >= daysUntilFull) expect(used - usedBytes).toBeGreaterThanOrEqual(freeBytes - 1);
          else expect(used - usedBytes).toBeLessThanOrEqual(freeBytes + 1);
        }
      },
    ),
    { numRuns: 3_000 },
  );
});

test('the order of the history does not matter', () => {
  fc.assert(
    fc.property(fc.uniqueArray(point, { maxLength: 30, selector: ({ at }) => at }), (stored) => {
      expect(forecastGrowth(stored.toReversed(), facts)).toEqual(forecastGrowth(stored, facts));
    }),
    { numRuns: 500 },
  );
});
