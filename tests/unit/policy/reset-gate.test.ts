import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resetAcknowledgement, sameWords } from '@/lib/backup/policy/reset-gate';

const NOW = new Date('2026-11-22T12:00:00Z');
const ago = (minutes: number) => ({ createdAt: new Date(NOW.getTime() - minutes * 60_000).toISOString() });
const text = (proven: { createdAt: string } | null, changedTables: number) =>
  resetAcknowledgement({ now: NOW, proven, changedTables });

test.for<[name: string, proven: { createdAt: string } | null, changedTables: number, expected: string | null]>([
  ['no proven backup', null, 0, 'lose everything'],
  ['a fresh one, written to since', ago(59), 12, null],
  ['an hour old, written to since', ago(60), 1, 'lose everything since 2026-11-22 11:00 UTC'],
  ['a month old, nothing written since', ago(43_200), 0, null],
  ['seconds ahead of this clock', ago(-0.5), 3, null],
  ['an hour ahead of this clock', ago(-60), 3, 'lose everything since 2026-11-22 13:00 UTC'],
])('%s', ([, proven, changed, expected]) => {
  expect(text(proven, changed)).toBe(expected);
});

test('the gate never opens by itself over changes that are older than an hour', () => {
  fc.assert(
    fc.property(fc.integer({ min: 60, max: 1_000_000 }), fc.integer({ min: 1, max: 500 }), (minutes, changed) => {
      expect(text(ago(minutes), changed)).toMatch(/^lose everything since /);
    }),
  );
});

test('space and case do not matter, words do', () => {
  expect(sameWords('  Lose   everything ', 'lose everything')).toBe(true);
  expect(sameWords('lose nothing', 'lose everything')).toBe(false);
  expect(sameWords('', 'lose everything')).toBe(false);
});
