import { z } from 'zod';
import type { BackupContext } from '../context';
import { AppFailure, appError } from '../kernel/app-error';
import { newId } from '../kernel/ids';
import { attempt, err, type Result } from '../kernel/result';
import { TABLE_GROUP_NAMES } from '../policy/table-groups';
import { beginRun } from '../runs/begin-run';
import type { DetachedControl } from '../runs/detached-run';
import { toRunView } from '../runs/run-records';
import type { BackupView, RunView, Trigger } from '../views';
import { busyError } from './busy-error';
import { clearLostRuns } from './clear-lost-runs';
import { conductRun } from './conduct-run';
import { copyDueBackups } from './copy-due-backups';
import { getBackup } from './get-backup';
import { makeBackup } from './make-backup';
import { reachDatabase } from './reach-database';
import { storeRunbook } from './store-runbook';
import { limitedBegin } from './take-act-attempt';

/** In the order in which they begin. */
const PHASES = ['check', 'snapshot', 'dump', 'store', 'fingerprint', 'context', 'readback', 'sign'] as const;

const tableNames = z.array(z.string().trim().min(1).max(200)).min(1).max(500);

export const backupRequestSchema = z
  .strictObject({
    scope: z.enum(['full', 'schema', 'tables']).default('full'),
    group: z.enum(TABLE_GROUP_NAMES).optional(),
    tables: tableNames.optional(),
    format: z.enum(['custom', 'sql', 'sql.gz']).optional(),
    engine: z.enum(['auto', 'native', 'wasm']).optional(),
    verifyRestore: z.boolean().default(false),
    note: z.string().trim().max(200).optional(),
    idempotencyKey: z.string().min(8).max(100).optional(),
  })
  .refine(({ scope, group, tables }) => scope === 'tables' || (!group && !tables), {
    message: 'A group or tables can only be named with the scope "tables".',
    path: ['scope'],
  })
  .refine(({ scope, group, tables }) => scope !== 'tables' || Boolean(group) !== Boolean(tables), {
    message: 'With the scope "tables", name either a group or tables.',
    path: ['tables'],
  });

export type BackupRequest = z.input<typeof backupRequestSchema>;
/** The request as it is kept with its run. */
export type BackupOptions = Omit<z.output<typeof backupRequestSchema>, 'note' | 'idempotencyKey'>;

export interface Initiator {
  trigger: Trigger;
  actor: { id: string | null; name: string };
  /** The schedule slot, for a run that must happen once however often it is asked for. */
  slot?: string;
}

export interface StartedRun<T> {
  run: RunView;
  /** False where the same request had started this run before. */
  started: boolean;
  /** Settles when the run ends; null where it was started elsewhere. Never rejects for an expected outcome. */
  finished: Promise<Result<T>> | null;
  /** Of a backup, settles with the run itself: `finished` waits for its copies too. */
  ended?: Promise<Result<unknown>>;
  /** Set where there is no database to watch the run in: see runs/detached-run. */
  detached?: DetachedControl;
}

/**
 * Starts a backup and returns at once; the work goes on in this process.
 * Errors: INVALID_INPUT, BUSY (details.runId names the run in the way), DATABASE_DOWN.
 */
export async function startBackup(
  context: BackupContext,
  request: BackupRequest,
  initiator: Initiator,
): Promise<Result<StartedRun<BackupView>>> {
  const parsed = backupRequestSchema.safeParse(request);
  if (!parsed.success) {
    const fields = Object.fromEntries(parsed.error.issues.map(({ path, message }) => [path.join('.'), message]));
    return err(appError('INVALID_INPUT', Object.values(fields).join(' '), { fields }));
  }
  const { note, idempotencyKey, ...options } = parsed.data;
  return attempt(async () => {
    const db = await reachDatabase(context);
    await clearLostRuns(context, db);
    const begun = await limitedBegin(context, 'run', initiator, () =>
      beginRun(db, {
        kind: 'backup',
        trigger: initiator.trigger,
        actor: initiator.actor,
        note: note ?? null,
        slot: initiator.slot ?? null,
        idempotencyKey: idempotencyKey ?? null,
        options,
        phases: [...PHASES, ...(options.verifyRestore ? (['restore'] as const) : [])],
        backupId: newId(context.clock.now()),
      }),
    );
    const run = toRunView(begun.run);
    if (begun.outcome === 'busy') throw new AppFailure(busyError(run));
    if (begun.outcome === 'duplicate') return { run, started: false, finished: null };
    const ended = conductRun(context, {
      db,
      run: begun.run,
      lease: begun.lease,
      log: context.host.log,
      work: (running) => makeBackup(context, { run: begun.run, options, initiator, note: note ?? null }, running),
    });
    const finished = ended.then(async (outcome) => {
      if (!outcome.ok) return outcome;
      // After the run: a slow destination must not keep the next run from starting.
      await copyDueBackups(context, { only: begun.run.backupId });
      // The runbook reads from a copy that outlives the server, once there is one.
      if (context.copies.length > 0) await storeRunbook(context);
      return getBackup(context, begun.run.backupId);
    });
    return { run, started: true, finished, ended };
  });
}
