import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMassDeletion, isSharpDrop, settingsDamage } from '@/lib/backup/policy/content-anomaly';

describe('mass deletion', () => {
  test.each([
    [8105, 6103, true],
    [400, 20, false],
    [399, 20, true],
    [100, 19, false],
    [20, 20, true],
    [1000, 50, false],
    [1000, 51, true],
    [0, 0, false],
  ])('of %i files, %i deleted: %s', (filesBefore, deleted, expected) => {
    expect(isMassDeletion({ filesBefore, deleted })).toBe(expected);
  });

  test('never for fewer than twenty; deleting more of the same tree never makes it less of an incident', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (filesBefore, some) => {
        const deleted = Math.min(some, filesBefore);
        const flagged = isMassDeletion({ filesBefore, deleted });
        if (deleted < 20) expect(flagged).toBe(false);
        if (flagged && deleted < filesBefore) expect(isMassDeletion({ filesBefore, deleted: deleted + 1 })).toBe(true);
      }),
    );
  });
});

test.each([
  [1000, 801, false],
  [1000, 799, true],
  [50, 31, false],
  [50, 30, true],
  [10, 0, false],
])('from %i files to %i is a sharp drop: %s', (then, now, expected) => {
  expect(isSharpDrop(then, now)).toBe(expected);
});

const fine = { size: 10, parses: true };

test.each([
  [fine, null, 'settings-emptied'],
  [fine, { size: 0, parses: true }, 'settings-emptied'],
  [fine, { size: 5, parses: false }, 'settings-unparsable'],
  [fine, fine, null],
  [null, { size: 0, parses: true }, null],
  [{ size: 5, parses: false }, { size: 0, parses: true }, null],
] as const)('a settings file from %j to %j: %s', (before, after, expected) => {
  expect(settingsDamage(before, after)).toBe(expected);
});
