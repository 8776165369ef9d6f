import { expect, it } from 'vitest';
import { kills } from './kill-rounds';
import { forcedConflicts, onSite, pushRaces, randomReverts } from './rounds';

const MINUTES = 4 * 60_000;

it(
  'reverts, conflicts, races: a visitor never sees a part of a file or a mark, and no edit is lost',
  async () => {
    const { faults, counts } = await onSite(7, async (rounds) => {
      await randomReverts(rounds, 6);
      await forcedConflicts(rounds, 2);
      await pushRaces(rounds, 3);
    });
    expect(faults).toEqual([]);
    expect(counts.unexpected).toBeUndefined();
    expect(counts.reverted).toBeGreaterThan(1);
    expect(counts.raced).toBeGreaterThan(1);
    expect(counts.looks).toBeGreaterThan(10);
  },
  MINUTES,
);

it(
  'a writer killed at any moment leaves nothing half done',
  async () => {
    const { faults } = await onSite(11, (rounds) => kills(rounds, 3));
    expect(faults).toEqual([]);
  },
  MINUTES,
);
