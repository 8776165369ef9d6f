import type { BackupContext, Destination } from '../context';
import { attempt } from '../kernel/result';
import { deletedBackups } from '../runs/audit-listing';
import { reachDatabase } from './reach-database';

export interface MirroredDeletions {
  /** False where a destination did not answer: the next call does it, and until then the main store keeps everything. */
  reached: boolean;
  /** Ids of deleted backups that still stand at a destination, under a lock or because it forbids deletions. */
  standing: ReadonlySet<string>;
}

/** Does at every destination what was deleted or brought back here. Never throws for an expected outcome. */
export async function mirrorToCopies(context: BackupContext): Promise<MirroredDeletions> {
  const { catalog, copies, host } = context;
  let reached = true;
  const standing = new Set<string>();
  for (const copy of copies) {
    const { name, store } = copy;
    const mirrored = await attempt(() => catalog.mirrorRemovals(store));
    if (mirrored.ok) {
      const { refused, unknown, ...done } = mirrored.value;
      if (Object.values(done).some(({ length }) => length > 0))
        host.log.info('Deletions were carried over to a copy.', { copy: name, ...done });
      if (refused.length > 0)
        host.log.warn('A copy allows no deletions: what was deleted here stays there.', { copy: name, ids: refused });
      for (const id of [...done.retained, ...refused]) standing.add(id);
      if (unknown.length > 0) await condemnDeleted(context, copy, unknown);
    } else {
      reached = false;
      host.log.error('Deletions could not be carried over to a copy.', { copy: name, reason: mirrored.error.message });
    }
  }
  return { reached, standing };
}

/**
 * A copy that took longer than the grace period arrives when the removal record here is gone. What the audit says was
 * deleted is condemned there; anything else is left alone, for the main store may be the one that lost it.
 */
async function condemnDeleted(
  context: BackupContext,
  { name, catalog }: Destination,
  ids: readonly string[],
): Promise<void> {
  const { log } = context.host;
  const condemned = await attempt(async () => {
    const deleted = await deletedBackups(await reachDatabase(context), ids);
    const done: string[] = [];
    for (const [id, actor] of deleted) if (await catalog.condemn(id, { actor })) done.push(id);
    return done;
  });
  if (!condemned.ok)
    log.warn('What a copy still has of deleted backups stays there.', { copy: name, reason: condemned.error.message });
  else if (condemned.value.length > 0)
    log.info('What a copy still had of deleted backups is removed.', { copy: name, ids: condemned.value });
}
