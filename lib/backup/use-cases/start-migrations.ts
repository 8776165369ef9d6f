import { z } from 'zod';
import type { BackupContext } from '../context';
import { AppFailure, failure } from '../kernel/app-error';
import { newId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { beginRun } from '../runs/begin-run';
import { toRunView } from '../runs/run-records';
import { hasSiteTables } from '../state/site-tables';
import type { MigrationRefusal, MigrationStateView } from '../views';
import { busyError } from './busy-error';
import { clearLostRuns } from './clear-lost-runs';
import { conductRun } from './conduct-run';
import { readMigrationState } from './get-migration-state';
import { migrateSite } from './migrate-site';
import { reachDatabase } from './reach-database';
import { repeatedStart } from './repeated-start';
import type { Initiator, StartedRun } from './start-backup';

const requestSchema = z.strictObject({
  /** The tags that were seen as pending, in their order; where others are by now, nothing is run. */
  pending: z.array(z.string().max(300)).max(2_000).optional(),
  /** Terminal only. */
  skipSafetyCopy: z.boolean().default(false),
  idempotencyKey: z.string().min(8).max(100).optional(),
});

export type StartMigrationsRequest = z.input<typeof requestSchema>;

/**
 * Runs what is pending, all or nothing, after a backup of what is there. Returns at once; the work goes on in this
 * process and ends with the state of the migrations.
 * Errors: NOTHING_TO_DO, CONFLICT (details.refusal), STALE (others are pending by now), BUSY, FORBIDDEN, DATABASE_DOWN.
 */
export async function startMigrations(
  context: BackupContext,
  request: StartMigrationsRequest,
  { trigger, actor }: Pick<Initiator, 'trigger' | 'actor'>,
): Promise<Result<StartedRun<MigrationStateView>>> {
  return attempt(async () => {
    const parsed = requestSchema.safeParse(request);
    if (!parsed.success) throw failure('INVALID_INPUT', 'The request to run migrations is not complete.');
    const { pending: seen, skipSafetyCopy, idempotencyKey } = parsed.data;
    if (skipSafetyCopy && trigger !== 'cli') {
      throw failure('FORBIDDEN', 'Only the terminal may run migrations without a backup before.');
    }
    const repeated = await repeatedStart<MigrationStateView>(context, { key: idempotencyKey, actorId: actor.id });
    if (repeated) return repeated;
    const db = await reachDatabase(context);
    await clearLostRuns(context, db);
    const state = await readMigrationState(context, db);
    refuse(state.refusal);
    if (seen && seen.join('\n') !== state.pending.join('\n')) {
      throw failure('STALE', 'Other migrations are pending than the ones that you saw.', {
        hint: 'Look at the list again, then decide.',
      });
    }
    const withCopy = !skipSafetyCopy && (await hasSiteTables(db));
    const begun = await beginRun(db, {
      kind: 'migrate',
      trigger,
      actor,
      idempotencyKey: idempotencyKey ?? null,
      options: { scope: 'full', verifyRestore: false },
      phases: ['check', ...(withCopy ? (['safety'] as const) : []), 'migrate'],
      backupId: newId(context.clock.now()),
    });
    const run = toRunView(begun.run);
    if (begun.outcome === 'busy') throw new AppFailure(busyError(run));
    if (begun.outcome === 'duplicate') return { run, started: false, finished: null };
    const order = { run: begun.run, initiator: { trigger, actor }, pending: state.pending, withCopy };
    const finished = conductRun(context, {
      db,
      run: begun.run,
      lease: begun.lease,
      log: context.host.log,
      work: (running) => migrateSite(context, order, running),
    }).then((outcome) => (outcome.ok ? attempt(() => readMigrationState(context, db)) : outcome));
    return { run, started: true, finished };
  });
}

const REFUSALS: Record<Exclude<MigrationRefusal, 'nothing-pending'>, { message: string; hint: string }> = {
  'half-applied': {
    message: 'A migration that is not recorded has left objects in the database: running it would fail.',
    hint: 'Look at the list: it names the migration. Restore a recovery point from before, or put right by hand what it left.',
  },
  'file-missing': {
    message: 'The journal names a migration whose file is not here.',
    hint: 'Deploy this version again with all files of its migrations.',
  },
  diverged: {
    message: 'The database has migrations that this version does not know, and lacks others.',
    hint: 'Start the version that belongs to the database, or restore a recovery point that fits this one.',
  },
};

function refuse(refusal: MigrationRefusal | null): void {
  if (refusal === null) return;
  if (refusal === 'nothing-pending') throw failure('NOTHING_TO_DO', 'No migration is pending.');
  const { message, hint } = REFUSALS[refusal];
  throw failure('CONFLICT', message, { hint, details: { refusal } });
}
