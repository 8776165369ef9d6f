import { checkArtifact } from '../catalog/check-artifact';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import type { RunContext } from '../runs/execute-run';

/**
 * Reads every piece of the content of a recovery point back. The dump stands on its own: what became of it was written
 * down before. Does nothing for a backup without content. Throws AppFailure: CORRUPT, STORAGE_DOWN, CANCELLED.
 */
export async function checkContentBundle(context: BackupContext, backupId: string, running: RunContext): Promise<void> {
  const { bundle } = (await context.catalog.get(backupId)).manifest;
  if (!bundle) return;
  await running.phase('readback', async (phase) => {
    for (const piece of [...bundle.needs, bundle]) {
      const check = await checkArtifact(context.store, { artifact: piece }, { signal: running.signal });
      if (check.passed) continue;
      const state = check.size === null ? 'is missing from the store' : 'was changed after it was stored';
      throw failure('CORRUPT', `The database of this backup is good, but a part of its content ${state}.`, {
        hint: 'Make a new backup now: it stores the content again. Check the storage for errors.',
      });
    }
    phase.log(`Content: ${bundle.needs.length + 1} stored files read back.`);
  });
}
