import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';
import { isGood, proofOf } from '../policy/proof';
import type { DrillView } from '../views';
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
  const chosen = await attempt(async () => backupId ?? (await newestGood(context)));
  if (!chosen.ok) return chosen;
  const id = chosen.value;
  const started = await verifyBackup(
    context,
    { backupId: id, level: 'restore', drill: true, idempotencyKey },
    initiator,
  );
  if (!started.ok) return started;
  const { run, started: anew, finished } = started.value;
  const view = finished?.then((outcome) =>
    outcome.ok ? attempt(async () => drillView(await context.catalog.get(id), run.id)) : outcome,
  );
  return { ok: true, value: { run, started: anew, finished: view ?? null } };
}

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
