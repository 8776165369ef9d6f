import type { BackupContext } from '../context';
import { attempt } from '../kernel/result';

/**
 * Does at every destination what was deleted or brought back here. False where one of them did not answer: it is done by
 * the next call, and until then the removal records here must stay.
 */
export async function mirrorToCopies({ catalog, copies, host }: BackupContext): Promise<boolean> {
  let all = true;
  for (const { name, store } of copies) {
    const mirrored = await attempt(() => catalog.mirrorRemovals(store));
    if (mirrored.ok) {
      const { removed, broughtBack, retained } = mirrored.value;
      if (removed.length + broughtBack.length + retained.length > 0)
        host.log.info('Deletions were carried over to a copy.', { copy: name, ...mirrored.value });
    } else {
      all = false;
      host.log.error('Deletions could not be carried over to a copy.', { copy: name, reason: mirrored.error.message });
    }
  }
  return all;
}
