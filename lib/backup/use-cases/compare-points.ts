import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { comparePoints as compare } from '../policy/compare-points';
import type { PointComparisonView } from '../views';

/**
 * The state of two recovery points side by side, the older one first, from their signed manifests alone: nothing is
 * loaded. Errors: NOT_FOUND, CORRUPT, INVALID_INPUT (the same one twice), STORAGE_DOWN.
 */
export async function comparePoints(
  context: BackupContext,
  { one, other }: { one: string; other: string },
): Promise<Result<PointComparisonView>> {
  return attempt(async () => {
    if (!isId(one) || !isId(other)) {
      throw failure('NOT_FOUND', 'There is no such backup.', { hint: 'Take the ids from the list.' });
    }
    if (one === other) throw failure('INVALID_INPUT', 'Choose two different recovery points.');
    const points = await Promise.all([one, other].map((id) => context.catalog.get(id)));
    const [before, after] = points
      .map(({ manifest }) => manifest)
      .sort((left, right) => (left.createdAt < right.createdAt ? -1 : 1));
    if (!before || !after) throw new Error('Two ids gave fewer than two recovery points.');
    return compare(before, after, await migrationNames(context));
  });
}

async function migrationNames({ host }: BackupContext): Promise<Map<string, string>> {
  const journal = await host.migrationJournal();
  return new Map(journal.flatMap(({ hash, tag }) => (hash === null ? [] : [[hash, tag]])));
}
