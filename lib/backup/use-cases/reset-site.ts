import type { BackupContext } from '../context';
import { AppFailure, failure } from '../kernel/app-error';
import { askDatabase } from '../kernel/database-outage';
import type { RunContext } from '../runs/execute-run';
import type { RunRecord } from '../runs/run-records';
import type { RestoreTargetView } from '../views';
import { refuseWhileBusy } from './refuse-while-busy';
import { recorded } from './restore-order';
import { factsOf } from './restore-phases';
import { safetyCopy } from './safety-copy';
import type { Initiator } from './start-backup';

interface ResetOrder {
  run: RunRecord;
  target: RestoreTargetView;
  initiator: Pick<Initiator, 'trigger' | 'actor'>;
}

/**
 * The order of business of starting over: look whether anything else is at the tables, take a safety copy, then empty,
 * migrate and seed in one transaction. The outcome is written beside the backups. Before the commit point everything can
 * be cancelled; whatever fails leaves the site as it was.
 */
export async function resetSite(context: BackupContext, order: ResetOrder, running: RunContext): Promise<void> {
  const { target, initiator } = order;
  const facts = {
    ...initiator,
    target,
    kind: 'reset',
    backup: null,
    safetyCopySkipped: false,
    actingAdmin: 'unknown',
  } as const;
  await recorded(context, running, facts, async (findings) => {
    await running.phase('check', () => refuseWhileBusy(context));
    findings.safetyBackupId = await safetyCopy(context, running, {
      ...order,
      note: 'Safety copy before starting over',
    });
    running.result({ restore: { ...factsOf(target), safetyBackupId: findings.safetyBackupId } });
    await running.phase('prepare', async (phase) => {
      await running.commitPoint();
      const done = await empty(context);
      findings.migrationsRun = done.applied;
      phase.facts({ tables: done.dropped, migrations: done.applied.length, rows: done.rows });
    });
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
