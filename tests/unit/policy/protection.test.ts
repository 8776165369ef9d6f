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
