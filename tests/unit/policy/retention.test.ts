import { describe, expect, test } from 'vitest';
import { newId } from '@/lib/backup/kernel/ids';
import { defaultPolicy, type RetentionRules } from '@/lib/backup/policy/backup-policy';
import { planRetention, type RetainedBackup } from '@/lib/backup/policy/retention';

const none: RetentionRules = {
  keepDays: 0,
  keepLast: 0,
  daily: 0,
  weekly: 0,
  monthly: 0,
  yearly: 0,
  minVerified: 1,
  automatic: false,
};

const backup = (at: string, facts: Partial<RetainedBackup> = {}): RetainedBackup => ({
  id: newId(new Date(at)),
  scope: 'full',
  proof: 'read-back',
  signatureValid: true,
  pinned: false,
  ...facts,
});

const decide = (
  backups: RetainedBackup[],
  rules: Partial<RetentionRules>,
  more: { now?: string; unreadable?: number } = {},
) => {
  const plan = planRetention({
    rules: { ...none, ...rules },
    timeZone: 'UTC',
    backups,
    inUse: new Set(),
    unreadable: more.unreadable ?? 0,
    clock: { system: new Date(more.now ?? '2026-11-24T12:00:00Z'), database: null },
  });
  return plan.decisions.map(({ kept }) =>
    kept.map((rule) => ('n' in rule ? `${rule.rule} ${rule.n} of ${rule.of}` : rule.rule)),
  );
};

const daily = (days: number, facts?: Partial<RetainedBackup>) =>
  Array.from({ length: days }, (_, index) =>
    backup(new Date(Date.parse('2026-11-24T02:00:00Z') - index * 86_400_000).toISOString(), facts),
  );

describe('what stays and why', () => {
  test('the weekly ones are numbered from the newest; the newest of a week stands for it', () => {
    const reasons = decide(daily(20), { weekly: 3 });
    expect(reasons[0]).toContain('weekly 1 of 3');
    // 2026-11-22 is a Sunday, the last day of the week before.
    expect(reasons[2]).toEqual(['weekly 2 of 3', 'recent']);
    expect(reasons[9]).toEqual(['weekly 3 of 3']);
    expect(reasons.filter((kept) => kept.length === 0)).toHaveLength(16);
  });

  test('thirty days stay, counted from the third newest', () => {
    const reasons = decide(daily(40), { keepDays: 30 });
    expect(reasons.filter((kept) => kept.includes('recent'))).toHaveLength(3);
    expect(reasons.filter((kept) => kept.includes('days'))).toHaveLength(30);
    expect(reasons.at(32)).toEqual(['days']);
    expect(reasons.at(33)).toEqual([]);
  });

  test('garbage is newest and the last good one is 31 days old: the good one stays, the garbage takes no place', () => {
    const garbage = daily(10, { proof: 'damaged' });
    const good = backup('2026-10-24T02:00:00Z', { proof: 'restored' });
    const reasons = decide([...garbage, good], { keepLast: 3, keepDays: 30 });
    expect(reasons.at(-1)).toEqual(['last-good', 'verified 1 of 1', 'last 1 of 3', 'recent']);
    expect(reasons[0]).toEqual(['recent']);
  });

  test('where too few were restored exactly, good ones stand in for them', () => {
    const reasons = decide([...daily(5), backup('2026-06-01T02:00:00Z', { proof: 'restored' })], { minVerified: 3 });
    expect(reasons[0]).toContain('stand-in');
    expect(reasons[1]).toContain('stand-in');
    expect(reasons[2]).not.toContain('stand-in');
    expect(reasons.at(-1)).toEqual(['verified 1 of 3']);
  });

  test('a manifest that cannot be read keeps everything; a foreign signature keeps its own', () => {
    const old = backup('2026-01-01T02:00:00Z');
    expect(decide([...daily(3), old], {}, { unreadable: 1 }).at(-1)).toEqual(['listing']);
    expect(decide([...daily(3), { ...old, signatureValid: false, proof: 'damaged' }], {}).at(-1)).toEqual([
      'signature',
    ]);
    expect(decide([...daily(3), old], {}).at(-1)).toEqual([]);
  });

  test('without a good full backup nothing goes by age', () => {
    expect(decide(daily(90, { proof: 'damaged' }), { keepDays: 1 }).every((kept) => kept.includes('recent'))).toBe(
      true,
    );
  });

  test('the default keeps thirty days, then weeks and months', () => {
    const { retention } = defaultPolicy({ rpoHours: 26, drillDays: 7 });
    const stays = decide(daily(400), retention).filter((kept) => kept.length > 0);
    expect(stays.length).toBeGreaterThan(40);
    expect(stays.length).toBeLessThan(48);
  });
});
