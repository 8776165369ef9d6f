import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';
import { objectKeys } from '../storage/object-keys';
import { probeStore } from '../storage/probe-store';
import type { StorageTestView } from '../views';

const lastTests = new WeakMap<BackupContext, Map<string, StorageTestView>>();

export const lastTestOf = (context: BackupContext, name: string): StorageTestView | null =>
  lastTests.get(context)?.get(name) ?? null;

/**
 * Tries a destination out with one tiny object: write, read back, list, refuse to overwrite, look for unfinished uploads,
 * delete; and compares the clocks. A failed test is a value. Errors: NOT_FOUND (no destination of that name).
 */
export function testStorage(context: BackupContext, name: string): Promise<Result<StorageTestView>> {
  return attempt(async () => {
    const destination = [{ name: 'primary', store: context.store }, ...context.copies].find((one) => one.name === name);
    if (!destination) throw failure('NOT_FOUND', 'There is no destination of that name.');
    const probe = await probeStore(destination.store, objectKeys(context.site.slug).sitePrefix);
    const test: StorageTestView = {
      at: context.clock.now().toISOString(),
      passed: probe.ok,
      error: probe.ok ? null : probe.error,
      steps: probe.ok ? probe.value.steps : [],
      clockAheadMs: probe.ok ? probe.value.clockAheadMs : 0,
    };
    const known = lastTests.get(context) ?? new Map();
    lastTests.set(context, known.set(name, test));
    return test;
  });
}
