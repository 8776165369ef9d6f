import { describe, expect, it } from 'vitest';
import { failure } from '@/lib/backup/kernel/app-error';
import { retryDelay, withRetries } from '@/lib/backup/storage/with-retries';
import { codeOf } from '@/tests/contract/store-under-test';

const patience = { idleMs: 1000, firstDelayMs: 1 };
const passing = new Error('later');
/** Fails `times` with `error`, then gives the number of calls. */
function flaky(times: number, error: unknown = passing) {
  const state = { calls: 0 };
  const work = async () => {
    state.calls += 1;
    if (state.calls <= times) throw error;
    return state.calls;
  };
  return { state, work };
}
const isPassing = (error: unknown) => error === passing;

describe('attempts', () => {
  it('are five at most, and only where it may help', async () => {
    expect(await withRetries(flaky(4).work, { patience, isPassing })).toBe(5);
    const hopeless = flaky(9);
    await expect(withRetries(hopeless.work, { patience, isPassing })).rejects.toBe(passing);
    expect(hopeless.state.calls).toBe(5);
    const refused = flaky(1, failure('STORAGE_DOWN', 'no'));
    await expect(withRetries(refused.work, { patience, isPassing })).rejects.toThrow('no');
    expect(refused.state.calls).toBe(1);
  });

  it('end at once with the signal, also in a pause', async () => {
    const abort = new AbortController();
    const work = async () => {
      queueMicrotask(() => abort.abort());
      throw passing;
    };
    const slow = { idleMs: 1, firstDelayMs: 1_000_000 };
    expect(await codeOf(withRetries(work, { patience: slow, isPassing, signal: abort.signal }))).toBe('CANCELLED');
    const never = flaky(0);
    expect(await codeOf(withRetries(never.work, { patience, isPassing, signal: abort.signal }))).toBe('CANCELLED');
    expect(never.state.calls).toBe(0);
  });

  it('wait longer each time, a random part of it, at most four seconds', () => {
    expect([1, 2, 3, 4].map((attempt) => retryDelay(attempt, 250, () => 1))).toEqual([250, 1000, 4000, 4000]);
    expect(retryDelay(3, 250, () => 0)).toBe(0);
  });
});
