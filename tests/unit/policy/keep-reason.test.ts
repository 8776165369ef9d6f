import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keepReason } from '@/lib/backup/policy/keep-reason';
import { isGood, proofOf } from '@/lib/backup/policy/proof';

const none = new Set<string>();
const full = (id: string, proof: 'read-back' | 'restored' | 'damaged') => ({ id, scope: 'full' as const, proof });
const tables = (id: string) => ({ id, scope: 'tables' as const, proof: 'restored' as const });

describe('which backup may be deleted', () => {
  test('never the last good full one, however many others there are', () => {
    const only = full('a', 'read-back');
    expect(keepReason(only, [only, full('b', 'damaged'), tables('c')], none)).toBe('last-good');
  });

  test('any of two good ones, and damaged ones always', () => {
    const pair = [full('a', 'read-back'), full('b', 'restored')] as const;
    expect(pair.map((backup) => keepReason(backup, pair, none))).toEqual([null, null]);
    expect(keepReason(full('c', 'damaged'), [full('c', 'damaged')], none)).toBeNull();
  });

  test('without a full one, the last good one of any scope stays', () => {
    expect(keepReason(tables('a'), [tables('a')], none)).toBe('last-good');
  });

  test('not while it is being read', () => {
    expect(keepReason(full('a', 'restored'), [full('a', 'restored'), full('b', 'restored')], new Set(['a']))).toBe(
      'in-use',
    );
  });

  test('deleting whatever is allowed, in any order, always leaves a good one', () => {
    const backup = fc.record({
      scope: fc.constantFrom('full' as const, 'schema' as const, 'tables' as const),
      proof: fc.constantFrom('read-back' as const, 'restored' as const, 'damaged' as const, 'stored' as const),
    });
    fc.assert(
      fc.property(fc.array(backup, { minLength: 1, maxLength: 12 }), fc.infiniteStream(fc.nat()), (drawn, picks) => {
        let left = drawn.map((facts, index) => ({ id: String(index), ...facts }));
        const hadFull = left.some(({ scope, proof }) => scope === 'full' && isGood(proof));
        const hadGood = left.some(({ proof }) => isGood(proof));
        for (;;) {
          const removable = left.filter((candidate) => keepReason(candidate, left, none) === null);
          const victim = removable[(picks.next().value ?? 0) % Math.max(1, removable.length)];
          if (!victim) break;
          left = left.filter(({ id }) => id !== victim.id);
        }
        expect(left.some(({ proof }) => isGood(proof))).toBe(hadGood);
        expect(left.some(({ scope, proof }) => scope === 'full' && isGood(proof))).toBe(hadFull);
      }),
    );
  });
});

describe('how far a backup is proven', () => {
  const proof = (verifications: { level: 'bytes' | 'restore'; passed: boolean }[], signatureValid = true) =>
    proofOf({ signatureValid, verifications });

  test.each([
    ['listed only', [], 'read-back'],
    ['restored', [{ level: 'restore', passed: true }], 'restored'],
    [
      'restored, then read again',
      [
        { level: 'bytes', passed: true },
        { level: 'restore', passed: true },
      ],
      'restored',
    ],
    [
      'restored once, but its bytes have rotted since',
      [
        { level: 'bytes', passed: false },
        { level: 'restore', passed: true },
      ],
      'damaged',
    ],
    [
      'a failed restore is not healed by a good reading',
      [
        { level: 'bytes', passed: true },
        { level: 'restore', passed: false },
      ],
      'damaged',
    ],
    [
      'a failed reading is healed by a later good one',
      [
        { level: 'bytes', passed: true },
        { level: 'bytes', passed: false },
      ],
      'read-back',
    ],
  ] as const)('%s', (_, verifications, expected) => {
    expect(proof([...verifications])).toBe(expected);
  });

  test('an invalid signature outweighs every proof', () => {
    expect(proof([{ level: 'restore', passed: true }], false)).toBe('damaged');
  });
});
