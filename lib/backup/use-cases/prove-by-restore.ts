import type { Manifest } from '../catalog/manifest';
import type { BackupContext } from '../context';
import { findNativeTools } from '../database/dump/native-binaries';
import { restoreAndCompare } from '../database/restore/restore-and-compare';
import { AppFailure, failure } from '../kernel/app-error';
import { newId } from '../kernel/ids';
import { isKeyless, KEYLESS } from '../policy/keyless';
import type { PhaseRecorder, RunContext } from '../runs/execute-run';
import { clearScratch } from './clear-scratch';
import { openArtifactStream } from './open-dump';
import { nativeSearch } from './prepare-backup';
import { withTarget } from './reach-target';
import { scratchConnection } from './resolve-connection';
import { expectedContent } from './restore-order';
import { tryOpening } from './stored-encryption';

/**
 * Restores a backup into a scratch database, compares every table with the manifest and records the result beside it.
 * The caller has authenticated the stored bytes. The scratch database is gone afterwards, whatever happens.
 * With `required: false` (the last step of a backup) a machine that cannot prove says so in the log and goes on. With
 * `drill` the record says that the restore was practised.
 * @throws AppFailure CORRUPT where a table differs, UNSUPPORTED where this machine cannot restore the format.
 */
export async function proveByRestore(
  context: BackupContext,
  backupId: string,
  running: RunContext,
  { required, drill = false }: { required: boolean; drill?: boolean },
): Promise<void> {
  try {
    await running.phase('restore', async (phase) => {
      const { manifest } = await context.catalog.get(backupId);
      await refuseWithoutKey(context, manifest, phase);
      const began = context.clock.now();
      const proof = await restoreManifest(context, manifest, running);
      const durationMs = context.clock.now().getTime() - began.getTime();
      phase.facts({
        tables: manifest.tables.length,
        restoreMs: proof.restoreMs,
        compareMs: proof.compareMs,
        ms: durationMs,
      });
      if (proof.reason) phase.log(proof.reason);
      if (proof.damage) context.host.log.error('A dump could not be loaded.', { backupId, cause: proof.damage.cause });
      await context.catalog.addVerification({
        version: 1,
        id: newId(context.clock.now()),
        backupId,
        runId: running.runId,
        level: 'restore',
        passed: proof.same,
        at: context.clock.now().toISOString(),
        durationMs,
        restoreMs: proof.restoreMs,
        serverVersion: proof.serverVersion,
        tables: proof.tables,
        reason: proof.reason,
        ...(drill ? { kind: 'drill' as const } : {}),
        compareMs: proof.damage ? null : proof.compareMs,
        rows: proof.tables.reduce((sum, { actualRows }) => sum + (actualRows ?? 0), 0),
      });
      if (proof.same) return;
      throw failure('CORRUPT', `The restored backup does not match: ${proof.reason ?? 'a table differs'}`, {
        hint: 'Do not count on this backup. Make a new one and prove it, and keep this one for the investigation.',
      });
    });
  } catch (thrown) {
    const cannotProve = thrown instanceof AppFailure && thrown.error.code === 'UNSUPPORTED';
    if (required || !cannotProve) throw thrown;
    context.host.log.warn('The backup is stored and read back, but could not be proven by restoring.', {
      backupId,
      reason: thrown.error.message,
    });
  }
}

/** Known before a scratch database is made, and written into the run: what is not proven is not to look proven. */
async function refuseWithoutKey(context: BackupContext, { artifact }: Manifest, phase: PhaseRecorder): Promise<void> {
  const opening = await tryOpening(context, context.store, artifact);
  if (!isKeyless(opening)) return;
  phase.log(`Not proven by restore. ${KEYLESS[opening]}`);
  throw failure('UNSUPPORTED', KEYLESS[opening], {
    hint: 'Set BACKUP_IDENTITY_FILE here, or prove it where the private key is: npm run -s backup -- verify ID --level restore.',
    details: { reason: opening },
  });
}

async function restoreManifest(context: BackupContext, manifest: Manifest, running: RunContext) {
  const scratchServer = context.settings.BACKUP_SCRATCH_DATABASE_URL
    ? scratchConnection(context)
    : await withTarget(context, async ({ server }) => server);
  await clearScratch(context, scratchServer);
  let tablesDone = 0;
  return restoreAndCompare({
    scratchServer,
    id: running.runId,
    format: manifest.artifact.format === 'custom' ? 'custom' : 'plain',
    open: () => openArtifactStream(context, manifest, running.signal),
    expected: expectedContent(manifest),
    source: { ...manifest.server, archiveMajor: Number.parseInt(manifest.engine.version, 10) },
    nativeTools: await findNativeTools(nativeSearch(context)),
    signal: running.signal,
    onTable: () => {
      tablesDone += 1;
      running.progress({ tablesDone, tablesTotal: manifest.tables.length });
    },
  });
}
