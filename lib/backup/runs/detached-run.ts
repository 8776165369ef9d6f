import type { BackupLog, HostDatabase } from '../host.types';
import { AppFailure, appError, failure } from '../kernel/app-error';
import type { Clock } from '../kernel/clock';
import { askDatabase } from '../kernel/database-outage';
import { newReference } from '../kernel/ids';
import { err, ok, type Result } from '../kernel/result';
import type { PhaseKey, RunKind, RunView, Trigger } from '../views';
import { currentHolder } from './holder';
import type { RunContext } from './run-context';
import { RunJournal } from './run-journal';
import { toRunView } from './run-view';
import { type RunOptions, type RunRecord, runs } from './schema';

export interface DetachedRun {
  id: string;
  kind: RunKind;
  trigger: Trigger;
  actor: { id: string | null; name: string };
  options: RunOptions;
  backupId: string;
  phases: readonly PhaseKey[];
}

export interface DetachedEnd<T> {
  outcome: Result<T>;
  /** The run as it ended. */
  view: RunView;
  /** Writes the run, as it ended, into a database that is there now. */
  save(db: HostDatabase): Promise<void>;
}

/** Who started a detached run watches it and stops it here: nobody else can see it. */
export interface DetachedControl {
  current(): RunView;
  /** Does nothing beyond the commit point. */
  cancel(): void;
}

/**
 * A run with no database to keep it in: it makes one, or needs none. No lease, no heartbeat, no cancel from elsewhere;
 * everything else is as in `executeRun`, and the run can be saved once there is a place for it.
 */
export function runDetached<T>(
  input: DetachedRun,
  clock: Clock,
  log: BackupLog,
  work: (context: RunContext, record: RunRecord) => Promise<T>,
): { view: RunView; control: DetachedControl; finished: Promise<DetachedEnd<T>> } {
  const record = newRecord(input, clock.now());
  const journal = new RunJournal(record, () => clock.now().toISOString());
  const controller = new AbortController();
  const { signal } = controller;
  let committing = false;
  const context: RunContext = {
    runId: record.id,
    signal,
    phase: async (key, part) => {
      signal.throwIfAborted();
      return journal.ledger.run(key, part);
    },
    progress: (figures) => journal.progress(figures),
    result: ({ size, ...options }) => {
      Object.assign(record.options, options);
      record.size = size ?? record.size;
    },
    assertLease: async () => signal.throwIfAborted(),
    commitPoint: async () => {
      signal.throwIfAborted();
      committing = true;
    },
  };
  const finished = work(context, record).then(
    (value) => ok(value),
    // What the abort made of the work is noise: the reason for the abort is the answer.
    (thrown: unknown) => err(toError(signal.aborted ? signal.reason : thrown, record, log)),
  );
  const control: DetachedControl = {
    current: () => toRunView({ ...record, phases: [...journal.ledger.phases] }),
    cancel: () => {
      if (!committing) controller.abort(failure('CANCELLED', 'Cancelled.', { hint: 'Nothing half-made was kept.' }));
    },
  };
  return {
    view: toRunView(record),
    control,
    finished: finished.then((outcome) => {
      journal.ledger.end(outcome.ok ? 'done' : 'failed');
      const ended: RunRecord = {
        ...record,
        status: outcome.ok ? 'done' : outcome.error.code === 'CANCELLED' ? 'cancelled' : 'failed',
        error: outcome.ok ? null : outcome.error,
        phases: [...journal.ledger.phases],
        finishedAt: clock.now(),
      };
      return { outcome, view: toRunView(ended), save: (db) => saveRun(db, ended) };
    }),
  };
}

const saveRun = async (db: HostDatabase, record: RunRecord): Promise<void> => {
  await askDatabase(() => db.insert(runs).values(record).onConflictDoNothing());
};

function newRecord(input: DetachedRun, now: Date): RunRecord {
  const waiting = { state: 'waiting', startedAt: null, endedAt: null, facts: {} } as const;
  return {
    id: input.id,
    kind: input.kind,
    status: 'running',
    trigger: input.trigger,
    actorId: input.actor.id,
    actorName: input.actor.name,
    note: null,
    slot: null,
    idempotencyKey: null,
    options: input.options,
    backupId: input.backupId,
    phases: input.phases.map((key) => ({ key, ...waiting, log: [] })),
    progress: null,
    error: null,
    size: null,
    cancelRequestedAt: null,
    cancelRequestedBy: null,
    fence: 0,
    holder: currentHolder(),
    heartbeatAt: now,
    startedAt: now,
    finishedAt: null,
    cleanedUpAt: null,
    deletedAt: null,
  };
}

function toError(thrown: unknown, { id }: RunRecord, log: BackupLog) {
  const known = thrown instanceof AppFailure ? thrown : null;
  if (known && known.cause === undefined) return known.error;
  const ref = known?.error.ref ?? newReference();
  log.error('A run failed.', { run: id, ref, cause: known ? known.cause : thrown });
  return known
    ? { ...known.error, ref }
    : appError('INTERNAL', 'The run stopped because of an error in the program.', {
        hint: `The server log says more under reference ${ref}.`,
        ref,
      });
}
