import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { newId } from '../kernel/ids';
import type { RunContext } from '../runs/execute-run';
import type { RunRecord } from '../runs/run-records';
import { makeBackup } from './make-backup';
import type { Initiator } from './start-backup';

/**
 * A full backup of the live database inside a run that is about to change it, read back and signed as any other. Returns
 * its id. Throws what a backup throws: then nothing was changed, and nothing may be.
 */
export async function safetyCopy(
  context: BackupContext,
  running: RunContext,
  order: { run: RunRecord; initiator: Initiator; note: string },
): Promise<string> {
  return running.phase('safety', async (phase) => {
    const backupId = newId(context.clock.now());
    running.result({ safetyBackupId: backupId });
    // Written down before the first byte is stored, so that whoever finds this run lost knows what to remove.
    await running.assertLease();
    const inner: RunContext = {
      ...running,
      get signal() {
        return running.signal;
      },
      // The steps of the copy are lines in one phase of the run around it.
      phase: (key, work) => {
        phase.log(`Safety copy: ${key}.`);
        return work({ log: (text) => phase.log(text), facts: () => undefined });
      },
      result: () => undefined,
    };
    const options = { scope: 'full', verifyRestore: false } as const;
    await makeBackup(
      context,
      { run: { ...order.run, backupId }, options, initiator: order.initiator, note: order.note },
      inner,
    );
    const { manifest } = await context.catalog.get(backupId);
    if (manifest.runId !== order.run.id) throw failure('INTERNAL', 'The safety copy is not the one of this run.');
    phase.facts({ bytes: manifest.artifact.size, backup: backupId });
    return backupId;
  });
}
