import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext } from '../context';
import { AppFailure, failure } from '../kernel/app-error';
import { isId, newId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { isGood, proofOf } from '../policy/proof';
import { runDetached } from '../runs/detached-run';
import type { DrillView } from '../views';
import { authenticateArtifact } from './authenticate-artifact';
import { proveByRestore } from './prove-by-restore';
import { liveIsAbsent } from './reach-target';
import type { Initiator, StartedRun } from './start-backup';
import { verifyBackup } from './verify-backup';

export interface DrillRequest {
  /** Default: the newest good full backup. */
  backupId?: string;
  idempotencyKey?: string;
}

/**
 * Practises a restore: reads the stored bytes back, loads them into a scratch database, compares every table, and writes
 * down beside the backup what it took. A table that differs is CORRUPT, named in the message; that is written down too.
 * Errors: NOT_FOUND, CORRUPT, UNSUPPORTED (this machine cannot restore the format), BUSY, DATABASE_DOWN, STORAGE_DOWN.
 */
export async function runDrill(
  context: BackupContext,
  { backupId, idempotencyKey }: DrillRequest,
  initiator: Initiator,
): Promise<Result<StartedRun<DrillView>>> {
  const chosen = await attempt(async () => ({
    id: backupId ?? (await newestGood(context)),
    alone: initiator.trigger === 'cli' && (await hasNoDatabase(context)),
  }));
  if (!chosen.ok) return chosen;
  const { id, alone } = chosen.value;
  if (alone) return attempt(() => drillDetached(context, id, initiator));
  const request = { backupId: id, level: 'restore', idempotencyKey } as const;
  const started = await verifyBackup(context, request, initiator);
  if (!started.ok) return started;
  const { run, started: anew, finished } = started.value;
  const view = finished?.then((outcome) => (outcome.ok ? readDrill(context, id, run.id) : outcome));
  return { ok: true, value: { run, started: anew, finished: view ?? null } };
}

/** Nothing to keep the run in, yet a server to practise on: its own without the site's database, or the one for proofs. */
async function hasNoDatabase(context: BackupContext): Promise<boolean> {
  const absent = await attempt(() => liveIsAbsent(context));
  if (absent.ok) return absent.value;
  if (absent.error.code === 'DATABASE_DOWN' && context.settings.BACKUP_SCRATCH_DATABASE_URL) return true;
  throw new AppFailure(absent.error);
}

/** The same with no live database: the record beside the backup is all that stays. */
async function drillDetached(
  context: BackupContext,
  backupId: string,
  { trigger, actor }: Initiator,
): Promise<StartedRun<DrillView>> {
  if (!isId(backupId)) throw failure('NOT_FOUND', 'There is no such backup.', { hint: 'Take the id from the list.' });
  const { manifest } = await context.catalog.get(backupId);
  const { view, control, finished } = runDetached(
    {
      id: newId(context.clock.now()),
      kind: 'verify',
      trigger,
      actor,
      backupId,
      phases: ['readback', 'restore'],
      options: {
        scope: manifest.scope.kind,
        format: manifest.artifact.format,
        engine: manifest.engine.name,
        verifyRestore: true,
      },
    },
    context.clock,
    context.host.log,
    async (running) => {
      await authenticateArtifact(context, backupId, running);
      await proveByRestore(context, backupId, running, { required: true, drill: true });
    },
  );
  const ended = finished.then(({ outcome }) => (outcome.ok ? readDrill(context, backupId, view.id) : outcome));
  return { run: view, started: true, finished: ended, detached: control };
}

const readDrill = (context: BackupContext, backupId: string, runId: string): Promise<Result<DrillView>> =>
  attempt(async () => drillView(await context.catalog.get(backupId), runId));

async function newestGood({ catalog }: BackupContext): Promise<string> {
  const { entries } = await catalog.list();
  const good = entries.find((entry) => entry.manifest.scope.kind === 'full' && isGood(proofOf(entry)));
  if (good) return good.manifest.id;
  throw failure('NOT_FOUND', 'There is no good full backup to practise with.', {
    hint: 'Make one first: npm run -s backup -- create',
  });
}

function drillView({ manifest, verifications }: CatalogEntry, runId: string): DrillView {
  const proof = verifications.find((verification) => verification.level === 'restore' && verification.runId === runId);
  if (!proof) throw failure('STORAGE_DOWN', 'The record of the drill is not in the storage.');
  return {
    backupId: manifest.id,
    backupCreatedAt: manifest.createdAt,
    runId,
    at: proof.at,
    passed: proof.passed,
    restoreMs: proof.restoreMs,
    compareMs: proof.compareMs ?? null,
    durationMs: proof.durationMs,
    serverVersion: proof.serverVersion,
    tables: proof.tables.length,
    rows: proof.rows ?? 0,
    differing: proof.tables
      .filter(({ same }) => !same)
      .map(({ schema, name, expectedRows, actualRows }) => ({ schema, name, expectedRows, actualRows })),
    reason: proof.reason,
  };
}
