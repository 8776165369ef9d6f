import type { BackupContext } from '../context';
import { attempt } from '../kernel/result';

export interface MirroredDeletions {
  /** False where a destination did not answer: the next call does it, and until then the main store keeps everything. */
  reached: boolean;
  /** Ids of deleted backups that still stand at a destination, under a lock or because it forbids deletions. */
  standing: ReadonlySet<string>;
}

/** Does at every destination what was deleted or brought back here. Never throws for an expected outcome. */
export async function mirrorToCopies({ catalog, copies, host }: BackupContext): Promise<MirroredDeletions> {
  let reached = true;
  const standing = new Set<string>();
  for (const { name, store } of copies) {
    const mirrored = await attempt(() => catalog.mirrorRemovals(store));
    if (mirrored.ok) {
      const { refused, ...done } = mirrored.value;
      if (Object.values(done).some(({ length }) => length > 0))
        host.log.info('Deletions were carried over to a copy.', { copy: name, ...done });
      if (refused.length > 0)
        host.log.warn('A copy allows no deletions: what was deleted here stays there.', { copy: name, ids: refused });
      for (const id of [...done.retained, ...refused]) standing.add(id);
    } else {
      reached = false;
      host.log.error('Deletions could not be carried over to a copy.', { copy: name, reason: mirrored.error.message });
    }
  }
  return { reached, standing };
}
