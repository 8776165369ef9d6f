import type { BackupContext } from '../context';
import { AppFailure, failure } from '../kernel/app-error';
import { askDatabase } from '../kernel/database-outage';
import type { PhaseRecorder, RunContext } from '../runs/execute-run';
import type { RunRecord } from '../runs/run-records';
import { refuseWhileBusy } from './refuse-while-busy';
import { safetyCopy } from './safety-copy';
import type { Initiator } from './start-backup';

interface MigrationOrder {
  run: RunRecord;
  initiator: Initiator;
  pending: readonly string[];
  withCopy: boolean;
}

/**
 * The order of business of a run of migrations: nobody else is at it, a backup is taken, then everything that is pending
 * is applied in one transaction of the host. Whatever fails leaves the database as it was.
 */
export async function migrateSite(
  context: BackupContext,
  { pending, withCopy, ...order }: MigrationOrder,
  running: RunContext,
): Promise<void> {
  await running.phase('check', async (phase) => {
    await refuseWhileBusy(context);
    phase.facts({ pending: pending.length });
    for (const tag of pending) phase.log(`Pending: ${tag}`);
  });
  const copy = withCopy ? await safetyCopy(context, running, { ...order, note: 'Before migrations' }) : null;
  await running.phase('migrate', async (phase) => {
    await running.commitPoint();
    const { applied } = await apply(context, phase, { total: pending.length, copy });
    phase.facts({ migrations: applied.length });
    phase.log('All of them are in the database now.');
  });
}

async function apply(
  { host }: BackupContext,
  phase: PhaseRecorder,
  { total, copy }: { total: number; copy: string | null },
): Promise<{ applied: string[] }> {
  let current: string | null = null;
  let count = 0;
  try {
    return await askDatabase(() =>
      host.applyMigrations((tag, statements) => {
        current = tag;
        count += 1;
        phase.log(`${count} of ${total}: ${tag}, ${statements} ${statements === 1 ? 'statement' : 'statements'}`);
      }),
    );
  } catch (thrown) {
    if (thrown instanceof AppFailure) throw thrown;
    if (current !== null) phase.log(`Stopped at ${current}. Nothing of this run stays in the database.`);
    // The host's own sentence is for an admin; what the driver said is its cause, and stays in the log.
    throw failure('CONFLICT', thrown instanceof Error ? thrown.message : 'The migrations could not be applied.', {
      hint:
        copy === null
          ? 'Put that migration right, then run it again.'
          : `Put that migration right, then run it again. The backup ${copy} from before is kept.`,
      details: { migration: current },
      cause: thrown,
    });
  }
}
