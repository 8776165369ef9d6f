import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';
import { keepStorageTest } from '../runs/storage-tests';
import { objectKeys } from '../storage/object-keys';
import { probeStore } from '../storage/probe-store';
import type { StorageTestView } from '../views';
import { reachDatabase } from './reach-database';

/**
 * Tries a destination out with one tiny object: write, read back, list, refuse to overwrite, look for unfinished uploads,
 * delete; and compares the clocks. A failed test is a value, kept in the database for every instance; where that is away,
 * the answer comes all the same. Errors: NOT_FOUND (no destination of that name).
 */
export function testStorage(context: BackupContext, name: string): Promise<Result<StorageTestView>> {
  return attempt(async () => {
    const destination = [{ name: 'primary', store: context.store }, ...context.copies].find((one) => one.name === name);
    if (!destination) throw failure('NOT_FOUND', 'There is no destination of that name.');
    const { store } = destination;
    const probe = await probeStore(store, objectKeys(context.site.slug).sitePrefix);
    const test: StorageTestView = {
      at: context.clock.now().toISOString(),
      passed: probe.ok,
      error: probe.ok ? null : probe.error,
      steps: probe.ok ? probe.value.steps : [],
      clockAheadMs: probe.ok ? probe.value.clockAheadMs : 0,
    };
    const place = { name, description: store.description };
    const kept = await attempt(async () => keepStorageTest(await reachDatabase(context), place, test));
    if (!kept.ok)
      context.host.log.warn('The test of a storage is not kept.', { storage: name, reason: kept.error.message });
    return test;
  });
}
