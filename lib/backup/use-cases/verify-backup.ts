import type { BackupContext } from '../context';
import { AppFailure, failure } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { beginRun } from '../runs/begin-run';
import type { RunContext } from '../runs/execute-run';
import { toRunView } from '../runs/run-records';
import type { BackupView } from '../views';
import { authenticateArtifact } from './authenticate-artifact';
import { busyError } from './busy-error';
import { checkContentBundle } from './check-content-bundle';
import { clearLostRuns } from './clear-lost-runs';
import { conductRun } from './conduct-run';
import { getBackup } from './get-backup';
import { proveByRestore } from './prove-by-restore';
import { reachDatabase } from './reach-database';
import type { Initiator, StartedRun } from './start-backup';
import { limitedBegin } from './take-act-attempt';

export interface VerifyRequest {
  backupId: string;
  level: 'bytes' | 'restore';
  idempotencyKey?: string;
}

/**
 * Starts a verification and returns at once. `bytes` reads the stored objects again and hashes them; `restore` does so
 * too and then restores it into a scratch database, which is a drill. The result is a signed object beside the manifest.
 * Errors: NOT_FOUND, CORRUPT (the manifest itself), BUSY, DATABASE_DOWN.
 */
export async function verifyBackup(
  context: BackupContext,
  { backupId, level, idempotencyKey }: VerifyRequest,
  { trigger, actor }: Initiator,
): Promise<Result<StartedRun<BackupView>>> {
  return attempt(async () => {
    if (!isId(backupId)) throw failure('NOT_FOUND', 'There is no such backup.', { hint: 'Open it from the history.' });
    const { manifest } = await context.catalog.get(backupId);
    const db = await reachDatabase(context);
    await clearLostRuns(context, db);
    const begun = await limitedBegin(context, 'verify', { trigger, actor }, () =>
      beginRun(db, {
        kind: 'verify',
        trigger,
        actor,
        note: null,
        slot: null,
        idempotencyKey: idempotencyKey ?? null,
        phases: level === 'restore' ? ['readback', 'restore'] : ['readback'],
        options: {
          scope: manifest.scope.kind,
          format: manifest.artifact.format,
          engine: manifest.engine.name,
          verifyRestore: level === 'restore',
        },
        backupId,
      }),
    );
    const run = toRunView(begun.run);
    if (begun.outcome === 'busy') throw new AppFailure(busyError(run));
    if (begun.outcome === 'duplicate') return { run, started: false, finished: null };
    const finished = conductRun(context, {
      db,
      run: begun.run,
      lease: begun.lease,
      log: context.host.log,
      work: (running) => verify(context, { backupId, level }, running),
    }).then((outcome) => (outcome.ok ? getBackup(context, backupId) : outcome));
    return { run, started: true, finished };
  });
}

async function verify(context: BackupContext, { backupId, level }: VerifyRequest, running: RunContext): Promise<void> {
  await authenticateArtifact(context, backupId, running);
  if (level === 'restore') await proveByRestore(context, backupId, running, { required: true, drill: true });
  await checkContentBundle(context, backupId, running);
}
