import { expect, test } from 'vitest';
import { versionSupport } from '@/lib/backup/policy/postgres-versions';

const at = (date: string) => new Date(`${date}T12:00:00Z`);

test.each([
  [14, '2026-11-12', 'ends-soon'],
  [14, '2026-11-13', 'ended'],
  [14, '2026-05-01', 'supported'],
  [14, '2026-06-01', 'ends-soon'],
  [18, '2026-11-24', 'supported'],
  [12, '2026-11-24', 'ended'],
  [99, '2026-11-24', 'unknown'],
  [9, '2026-11-24', 'unknown'],
])('PostgreSQL %d on %s', (major, date, state) => {
  expect(versionSupport(major, at(date)).state).toBe(state);
});
