import type { UnsignedRestoration } from '../catalog/restoration';
import type { BackupContext } from '../context';
import { AppFailure, failure } from '../kernel/app-error';
import { askDatabase } from '../kernel/database-outage';
import { attempt } from '../kernel/result';
import type { RunContext } from '../runs/execute-run';
import type { RunRecord } from '../runs/run-records';
import { safetyCopy } from './safety-copy';
import type { Initiator } from './start-backup';

interface ResetOrder {
  run: RunRecord;
  initiator: Initiator;
}

/**
 * The order of business of starting over: look whether anything else is at the tables, take a safety copy, then empty,
 * migrate and seed in one transaction. The outcome is written beside the backups. Before the commit point everything can
 * be cancelled; whatever fails leaves the site as it was.
 */
export async function resetSite(context: BackupContext, order: ResetOrder, running: RunContext): Promise<void> {
  let safetyBackupId: string | null = null;
  let applied: string[] = [];
  const record = (outcome: UnsignedRestoration['outcome'], reason: string | null) =>
    recordReset(context, order, { outcome, reason, safetyBackupId, migrationsRun: applied });
  try {
    await running.phase('check', () => refuseWhileChanging(context));
    const note = 'Safety copy before starting over';
    safetyBackupId = await safetyCopy(context, running, { ...order, note });
    const { restore } = order.run.options;
    if (restore) running.result({ restore: { ...restore, safetyBackupId } });
    await running.phase('prepare', async (phase) => {
      await running.commitPoint();
      const done = await empty(context);
      applied = done.applied;
      phase.facts({ tables: done.dropped, migrations: done.applied.length, rows: done.rows });
    });
  } catch (thrown) {
    const error = thrown instanceof AppFailure ? thrown.error : null;
    await record(error?.code === 'CANCELLED' ? 'cancelled' : 'failed', error?.message ?? 'An error in the program.');
    throw thrown;
  }
  await record('done', null);
}

async function refuseWhileChanging({ host }: BackupContext): Promise<void> {
  const busy = await askDatabase(() => host.databaseBusy());
  if (!busy) return;
  throw failure('BUSY', `The database is ${busy === 'migrating' ? 'being migrated' : 'being seeded'} right now.`, {
    hint: 'Start again in a minute.',
  });
}

async function empty({ host }: BackupContext) {
  try {
    return await askDatabase(() => host.resetDatabase());
  } catch (thrown) {
    if (thrown instanceof AppFailure) throw thrown;
    // The host's own sentence is for an admin; what the driver said is its cause, and stays in the log.
    const message = thrown instanceof Error ? thrown.message : 'The host gave no reason.';
    throw failure('CONFLICT', `The site could not be started over and is as it was. ${message}`, {
      hint: 'Put that right, then start over again.',
      cause: thrown,
    });
  }
}

async function recordReset(
  context: BackupContext,
  { run, initiator }: ResetOrder,
  facts: Pick<UnsignedRestoration, 'outcome' | 'reason' | 'safetyBackupId' | 'migrationsRun'>,
): Promise<void> {
  const { database = '' } = run.options.restore ?? {};
  const written = await attempt(() =>
    context.restorations.write({
      version: 1,
      id: run.id,
      kind: 'reset',
      backup: null,
      target: { kind: 'live', database, method: 'transaction', keptAs: null },
      trigger: initiator.trigger,
      actor: initiator.actor,
      at: context.clock.now().toISOString(),
      compared: null,
      safetyCopySkipped: false,
      swapMs: null,
      keptUntil: null,
      signedOut: null,
      actingAdmin: 'unknown',
      notes: [],
      ...facts,
    }),
  );
  if (!written.ok)
    context.host.log.error('The record of a reset could not be written.', {
      runId: run.id,
      reason: written.error.message,
    });
}
