import { describe, expect, it } from 'vitest';
import { appError } from '@/lib/backup/kernel/app-error';
import { err, ok } from '@/lib/backup/kernel/result';
import { judgeStart, type StartFacts, startHealth, startLevel } from '@/lib/backup/policy/start-report';

const good: StartFacts = {
  database: ok({ version: '18.1' }),
  migrations: ok({ verdict: 'applied', pending: [] }),
  seed: ok({ status: 'completed', error: null }),
  protection: ok({ state: 'safe', reason: 'proven', reasons: ['proven'], lastGoodAt: '2026-11-24', lastError: null }),
};
const verdict = (state: 'safe' | 'at-risk' | 'unsafe' | 'empty' | 'unknown') =>
  ok({ state, reason: 'old' as const, reasons: ['old' as const], lastGoodAt: null, lastError: null });
const migrations = (word: 'pending' | 'unknown' | 'unlisted' | 'changed' | 'half-applied' | 'file-missing') =>
  ok({ verdict: word, pending: ['0006_one', '0007_two'] });
const seed = (status: 'never' | 'seeding' | 'stale' | 'failed') => ok({ status, error: null });

describe('what a start found', () => {
  it.each<[Partial<StartFacts>, string, string]>([
    [{}, 'migrations', 'ok'],
    [{ migrations: migrations('pending') }, 'migrations', 'warning'],
    [{ migrations: migrations('unknown') }, 'migrations', 'warning'],
    [{ migrations: migrations('unlisted') }, 'migrations', 'warning'],
    [{ migrations: migrations('changed') }, 'migrations', 'failed'],
    [{ migrations: migrations('half-applied') }, 'migrations', 'failed'],
    [{ migrations: migrations('file-missing') }, 'migrations', 'failed'],
    [{ seed: seed('never') }, 'seed', 'warning'],
    [{ seed: seed('seeding') }, 'seed', 'warning'],
    [{ seed: seed('stale') }, 'seed', 'warning'],
    [{ seed: seed('failed') }, 'seed', 'failed'],
    [{ protection: verdict('safe') }, 'protection', 'ok'],
    [{ protection: verdict('at-risk') }, 'protection', 'warning'],
    [{ protection: verdict('unsafe') }, 'protection', 'failed'],
    [{ protection: verdict('empty') }, 'protection', 'failed'],
    [{ protection: verdict('unknown') }, 'protection', 'unknown'],
    [{ database: err(appError('DATABASE_DOWN', 'It is away.')) }, 'database', 'failed'],
    [{ seed: err(appError('DATABASE_DOWN', 'It is away.')) }, 'seed', 'unknown'],
  ])('%o makes %s %s', (facts, part, word) => {
    const report = { at: '', tookMs: 0, appVersion: '', parts: judgeStart({ ...good, ...facts }) };
    expect(startHealth(report)).toMatchObject({ [part]: word });
    expect(startLevel(report.parts)).toBe(word === 'ok' ? 'info' : word === 'failed' ? 'error' : 'warn');
  });

  it('tells how many migrations are pending, and why a seed failed', () => {
    const parts = judgeStart({
      ...good,
      migrations: migrations('pending'),
      seed: ok({ status: 'failed', error: 'It broke.' }),
    });
    expect(parts.migrations.message).toBe('2 migrations are pending.');
    expect(parts.seed.message).toBe('The last seed failed. It broke.');
  });
});
