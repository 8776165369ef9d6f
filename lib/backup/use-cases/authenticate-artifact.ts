import { checkArtifact } from '../catalog/check-artifact';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { newId } from '../kernel/ids';
import type { RunContext } from '../runs/execute-run';
import { putBackArtifact } from './put-back-artifact';

/** Nothing is executed, and nothing is called good, before signature, size and hash of the stored bytes agree. */
export async function authenticateArtifact(
  context: BackupContext,
  backupId: string,
  running: RunContext,
): Promise<void> {
  await running.phase('readback', async (phase) => {
    const { manifest, signatureValid } = await context.catalog.get(backupId);
    if (!signatureValid) {
      throw failure('CORRUPT', 'The manifest was changed after it was signed, or was signed with another key.', {
        hint: 'If BACKUP_SIGNING_KEY or AUTH_SECRET was replaced, set the old value and verify again. Otherwise do not use this backup.',
      });
    }
    const began = context.clock.now();
    const found = await checkArtifact(context.store, manifest, {
      signal: running.signal,
      onBytes: (bytes) => running.progress({ bytes }),
    });
    const check = found.passed ? found : ((await putBackArtifact(context, manifest, running.signal)) ?? found);
    if (check !== found) phase.log(`${found.reason} It was put back from a copy.`);
    phase.facts({ bytes: check.size ?? 0 });
    await context.catalog.addVerification({
      version: 1,
      id: newId(context.clock.now()),
      backupId,
      runId: running.runId,
      level: 'bytes',
      passed: check.passed,
      at: context.clock.now().toISOString(),
      durationMs: context.clock.now().getTime() - began.getTime(),
      restoreMs: null,
      serverVersion: null,
      tables: [],
      reason: check.reason,
    });
    if (check.passed) return;
    throw failure('CORRUPT', `The stored file is damaged: ${check.reason ?? 'its bytes differ'}`, {
      hint: 'Make a new backup now and check the storage for errors. Do not count on this one.',
    });
  });
}
