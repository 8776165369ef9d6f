import { z } from 'zod';
import type { BackupContext } from '../context';
import { AppFailure, failure } from '../kernel/app-error';
import { askDatabase } from '../kernel/database-outage';
import { newId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { beginRun } from '../runs/begin-run';
import type { RunContext } from '../runs/execute-run';
import { type RunRecord, toRunView } from '../runs/run-records';
import type { SeedStateView } from '../views';
import { busyError } from './busy-error';
import { clearLostRuns } from './clear-lost-runs';
import { conductRun } from './conduct-run';
import { readPreview, readSeedState } from './get-seed-state';
import { reachDatabase } from './reach-database';
import { refuseWhileBusy } from './refuse-while-busy';
import { repeatedStart } from './repeated-start';
import { safetyCopy } from './safety-copy';
import type { Initiator, StartedRun } from './start-backup';

const requestSchema = z.strictObject({
  /** What the preview said that seeding would do. */
  does: z.enum(['fill', 'mark']),
  idempotencyKey: z.string().min(8).max(100).optional(),
});

export type StartSeedRequest = z.input<typeof requestSchema>;

/**
 * Seeds as the start of the site would, under the lease of runs; where tables that it writes to have rows, a backup comes
 * first. Returns at once. Errors: NOTHING_TO_DO, STALE (it would do something else by now), CONFLICT, BUSY, DATABASE_DOWN.
 */
export async function startSeed(
  context: BackupContext,
  request: StartSeedRequest,
  { trigger, actor }: Pick<Initiator, 'trigger' | 'actor'>,
): Promise<Result<StartedRun<SeedStateView>>> {
  return attempt(async () => {
    const parsed = requestSchema.safeParse(request);
    if (!parsed.success) throw failure('INVALID_INPUT', 'The request to seed is not complete.');
    const { does, idempotencyKey } = parsed.data;
    const repeated = await repeatedStart<SeedStateView>(context, { key: idempotencyKey, actorId: actor.id });
    if (repeated) return repeated;
    const db = await reachDatabase(context);
    await clearLostRuns(context, db);
    const preview = await readPreview(context);
    if (preview.does === 'nothing') throw failure('NOTHING_TO_DO', 'The seed is complete, or under way.');
    if (preview.does !== does) {
      throw failure('STALE', 'Seeding would do something else by now.', {
        hint: 'Look at the page again, then decide.',
      });
    }
    const withCopy = preview.tables.some(({ rows }) => rows > 0);
    const begun = await beginRun(db, {
      kind: 'seed',
      trigger,
      actor,
      idempotencyKey: idempotencyKey ?? null,
      options: { scope: 'full', verifyRestore: false },
      phases: ['check', ...(withCopy ? (['safety'] as const) : []), 'prepare'],
      backupId: newId(context.clock.now()),
    });
    const run = toRunView(begun.run);
    if (begun.outcome === 'busy') throw new AppFailure(busyError(run));
    if (begun.outcome === 'duplicate') return { run, started: false, finished: null };
    const order = { run: begun.run, initiator: { trigger, actor }, withCopy };
    const finished = conductRun(context, {
      db,
      run: begun.run,
      lease: begun.lease,
      log: context.host.log,
      work: (running) => seedSite(context, order, running),
    }).then((outcome) => (outcome.ok ? attempt(() => readSeedState(context, db)) : outcome));
    return { run, started: true, finished };
  });
}

async function seedSite(
  context: BackupContext,
  { withCopy, ...order }: { run: RunRecord; initiator: Initiator; withCopy: boolean },
  running: RunContext,
): Promise<void> {
  await running.phase('check', () => refuseWhileBusy(context));
  if (withCopy) await safetyCopy(context, running, { ...order, note: 'Before seeding' });
  await running.phase('prepare', async (phase) => {
    await running.commitPoint();
    const { result, rows } = await seed(context);
    if (result === 'elsewhere') {
      throw failure('BUSY', 'Another instance of the site is seeding, or has just done so.', {
        hint: 'Look at the page again.',
      });
    }
    phase.facts({ rows });
    phase.log(
      result === 'existing'
        ? 'There are users, so nothing was added; the seed is noted as complete.'
        : 'The rows are in.',
    );
  });
}

async function seed({ host }: BackupContext) {
  try {
    return await askDatabase(() => host.runSeed());
  } catch (thrown) {
    if (thrown instanceof AppFailure) throw thrown;
    throw failure('CONFLICT', thrown instanceof Error ? thrown.message : 'The site could not be seeded.', {
      hint: 'Put that right, then seed again.',
      cause: thrown,
    });
  }
}
