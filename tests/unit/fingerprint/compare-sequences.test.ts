import { describe, expect, it } from 'vitest';
import { compareSequences } from '@/lib/backup/database/fingerprint/compare-sequences';

const name = { schema: 'public', name: 'ids' };

function check(
  [before, after]: [string | null, string | null],
  value: string | null,
  { increment = '1', cycles = false } = {},
) {
  return compareSequences([{ ...name, before, after }], [{ ...name, value, increment, cycles }]);
}

describe('compareSequences', () => {
  it.each<[[string | null, string | null], string | null, boolean]>([
    [['5', '5'], '5', true],
    [['5', '5'], '6', false],
    [['5', '9'], '5', true],
    [['5', '9'], '7', true],
    [['5', '9'], '9', true],
    [['5', '9'], '4', false],
    [['5', '9'], '10', false],
    [['5', '9'], null, false],
    [[null, null], null, true],
    [[null, null], '1', false],
    [[null, '3'], null, true],
    [[null, '3'], '2', true],
    [[null, '3'], '4', false],
    [['9007199254740993', '9007199254740993'], '9007199254740992', false],
  ])('between %j stands %s: %s', (bounds, value, same) => {
    expect(check(bounds, value).same).toBe(same);
  });

  it('follows a sequence that counts down', () => {
    const down = { increment: '-2' };
    expect(check(['-1', '-9'], '-5', down).same).toBe(true);
    expect(check(['-1', '-9'], '-11', down).same).toBe(false);
    expect(check([null, '-9'], '-3', down).same).toBe(true);
    expect(check(['-1', '-9'], null, down).same).toBe(false);
  });

  it('follows a sequence into its next round, and one that was set back', () => {
    const round = { cycles: true };
    expect(check(['98', '3'], '99', round).same).toBe(true);
    expect(check(['98', '3'], '2', round).same).toBe(true);
    expect(check(['98', '3'], '50', round).same).toBe(false);
    expect(check(['98', '3'], '50').same).toBe(true);
    expect(check(['98', '3'], '99').same).toBe(false);
  });

  it('says which sequence differs, and names a missing one', () => {
    expect(check(['5', '9'], '4').reason).toBe('The sequence ids differs: between 5 and 9 expected, 4 found.');
    expect(check([null, null], '4').reason).toBe('The sequence ids differs: not yet used expected, 4 found.');
    expect(compareSequences([{ ...name, before: '1', after: '1' }], []).reason).toBe('The sequence ids is missing.');
  });
});
