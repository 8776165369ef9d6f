import { expect, it } from 'vitest';
import { bundleIsDue } from '@/lib/backup/policy/bundle-due';

const now = new Date('2026-11-24T10:00:00Z');

it.each([
  ['2026-11-24T09:00:00Z', 0, false],
  ['2026-11-17T10:00:01Z', 5, false],
  ['2026-11-17T10:00:00Z', 5, true],
  ['2026-11-25T10:00:00Z', 0, true],
  ['2026-11-24T09:00:00Z', 28, false],
  ['2026-11-24T09:00:00Z', 29, true],
])('full at %s with %i before it: due %s', (fullAt, earlier, due) => {
  expect(bundleIsDue(now, { fullAt, needs: Array.from({ length: earlier }) })).toBe(due);
});
