import { describe, expect, it } from 'vitest';
import { copyState } from '@/lib/backup/policy/copy-state';

const NOW = new Date('2026-11-24T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();
const failed = (minutes: number) => ({ at: minutesAgo(minutes), passed: false, reason: `failed ${minutes}` });
const passed = (minutes: number) => ({ at: minutesAgo(minutes), passed: true, reason: null });
/** Minutes until the next attempt. */
const wait = (...attempts: ReturnType<typeof failed | typeof passed>[]) => {
  const { nextAttemptAt } = copyState(NOW, attempts);
  return nextAttemptAt === null ? null : (Date.parse(nextAttemptAt) - NOW.getTime()) / 60_000;
};

describe('the state of a copy', () => {
  it('is due at once before the first attempt, and done after one that passed', () => {
    expect(copyState(NOW, [])).toMatchObject({ state: 'waiting', failures: 0, nextAttemptAt: NOW.toISOString() });
    expect(copyState(NOW, [passed(5), failed(10)])).toEqual({
      state: 'done',
      at: minutesAgo(5),
      reason: null,
      failures: 0,
      nextAttemptAt: null,
    });
  });

  it('waits longer after each failure, at most 12 hours, and counts from the last success', () => {
    expect(wait(failed(0))).toBe(5);
    expect(wait(failed(0), failed(10))).toBe(15);
    expect(wait(failed(0), failed(10), failed(20))).toBe(45);
    expect(wait(...Array.from({ length: 50 }, (_, index) => failed(index)))).toBe(720);
    expect(copyState(NOW, [failed(0), passed(1), failed(2)])).toMatchObject({
      state: 'failed',
      failures: 1,
      reason: 'failed 0',
    });
    expect(wait(failed(60))).toBe(-55);
  });

  it('is not held up by an attempt that a wrong clock put into the future', () => {
    expect(wait(failed(-100_000))).toBe(5);
  });
});
