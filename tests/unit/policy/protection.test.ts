import { describe, expect, test } from 'vitest';
import { judgeProtection, type ProtectionFacts } from '@/lib/backup/policy/protection';

const now = new Date('2026-11-22T10:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();
const backup = (hours: number, proof: ProtectionFacts['backups'][number]['proof']) => ({
  createdAt: hoursAgo(hours),
  proof,
  tables: 42,
  lastVerifiedAt: proof === 'restored' ? hoursAgo(hours - 0.1) : null,
});
const failedRun = (hours: number): ProtectionFacts['runs'][number] => ({
  status: 'failed',
  finishedAt: hoursAgo(hours),
  error: { code: 'STORAGE_DOWN', message: 'The disk is full.', retryable: true },
});
const judge = (facts: Partial<ProtectionFacts>) =>
  judgeProtection({ now, recoveryPointHours: 26, backups: [], runs: [], ...facts });

describe('am I safe?', () => {
  test.each([
    ['nothing was ever backed up', {}, 'empty', 'no-backup'],
    ['every run failed', { runs: [failedRun(1), failedRun(25)] }, 'unsafe', 'all-failed'],
    ['the only backup is damaged', { backups: [backup(1, 'damaged')] }, 'unsafe', 'newest-damaged'],
    ['the newest is fresh and proven', { backups: [backup(3, 'restored')] }, 'safe', 'proven'],
    [
      'an older one is proven, the newest read back',
      { backups: [backup(3, 'read-back'), backup(27, 'restored')] },
      'safe',
      'read-back',
    ],
    ['nothing was ever restored', { backups: [backup(3, 'read-back')] }, 'at-risk', 'never-restored'],
    ['the newest good one is 27 h old', { backups: [backup(27, 'restored')] }, 'at-risk', 'old'],
    ['the newest good one is days old', { backups: [backup(100, 'restored')] }, 'unsafe', 'old'],
    [
      'it is days old because runs failed',
      { backups: [backup(100, 'restored')], runs: [failedRun(2)] },
      'unsafe',
      'all-failed',
    ],
    [
      'the newest is damaged, an older one is good',
      { backups: [backup(1, 'damaged'), backup(25, 'restored')] },
      'at-risk',
      'newest-damaged',
    ],
    ['only stored, never read back', { backups: [backup(1, 'stored')] }, 'unsafe', 'newest-damaged'],
  ] as const)('%s', (_, facts, state, reason) => {
    expect(judge(facts as Partial<ProtectionFacts>)).toMatchObject({ state, reason });
  });

  test('counts failures since the last good backup and names the newest reason', () => {
    const verdict = judge({ backups: [backup(30, 'restored')], runs: [failedRun(1), failedRun(5), failedRun(40)] });
    expect(verdict.failedSince).toBe(2);
    expect(verdict.lastError?.message).toBe('The disk is full.');
    expect(verdict.lastGoodAt).toBe(hoursAgo(30));
  });

  test('a failure before the last good backup is history', () => {
    const verdict = judge({ backups: [backup(1, 'restored')], runs: [failedRun(3)] });
    expect(verdict).toMatchObject({ state: 'safe', failedSince: 0, lastError: null });
  });
});

describe('off-site, proof and clocks', () => {
  const copied = (hours: number, ...copiedTo: string[]) => ({ ...backup(hours, 'restored'), copiedTo });
  const away = { destinations: ['vault', 'attic'] };

  test.each([
    ['nothing is off-site', { ...away, backups: [copied(3)] }, 'unsafe', 'not-off-site'],
    ['one copy is enough', { ...away, backups: [copied(3, 'attic')] }, 'safe', 'proven'],
    [
      'the newest is not copied yet, the one before is',
      { ...away, backups: [copied(1), copied(25, 'vault')] },
      'safe',
      'proven',
    ],
    [
      'what is off-site is older than the objective',
      { ...away, backups: [copied(1), copied(30, 'vault')] },
      'at-risk',
      'not-off-site',
    ],
    ['what is off-site is days old', { ...away, backups: [copied(1), copied(100, 'vault')] }, 'unsafe', 'not-off-site'],
    [
      'copies to a place that is not configured do not count',
      { ...away, backups: [copied(1, 'gone')] },
      'unsafe',
      'not-off-site',
    ],
    [
      'one of its destinations is configured no more',
      { destinations: ['vault'], unknownDestinations: ['attic'], backups: [copied(3, 'vault')] },
      'at-risk',
      'unknown-destination',
    ],
    [
      'none of its destinations is configured any more',
      { unknownDestinations: ['vault'], backups: [copied(3, 'vault')] },
      'unsafe',
      'unknown-destination',
    ],
    ['all is old, here too', { ...away, backups: [copied(100, 'vault')] }, 'unsafe', 'old'],
    [
      'only what was restored counts, and that is old',
      { counts: 'restored', backups: [backup(3, 'read-back'), backup(30, 'restored')] },
      'at-risk',
      'not-restored',
    ],
    [
      'the drill is late',
      { drillDays: 1, backups: [backup(3, 'read-back'), backup(60, 'restored')] },
      'at-risk',
      'drill-late',
    ],
    [
      'the drill is in time',
      { drillDays: 7, backups: [backup(3, 'read-back'), backup(60, 'restored')] },
      'safe',
      'read-back',
    ],
    ['made by a clock that was 60 days ahead', { backups: [backup(-1440, 'restored')] }, 'at-risk', 'clock'],
    [
      'the same, and the real ones are old',
      { backups: [backup(-1440, 'restored'), backup(100, 'restored')] },
      'unsafe',
      'old',
    ],
  ] as const)('%s', (_, facts, state, reason) => {
    expect(judge(facts as unknown as Partial<ProtectionFacts>)).toMatchObject({ state, reason });
  });

  test('a missed slot counts like a failure, and every reason is named, the weightiest first', () => {
    const missed = { status: 'missed', finishedAt: hoursAgo(2), error: null } as const;
    const verdict = judge({ ...away, backups: [backup(1, 'damaged'), copied(30)], runs: [missed] });
    expect(verdict).toMatchObject({ state: 'at-risk', failedSince: 1 });
    expect(verdict.reasons).toEqual(['old', 'newest-damaged']);
    const fresh = judge({ ...away, backups: [backup(1, 'damaged'), copied(3)] });
    expect(fresh.reasons).toEqual(['not-off-site', 'newest-damaged']);
  });
});
