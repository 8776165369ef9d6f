import { setTimeout as delay } from 'node:timers/promises';
import type { BackupLog, HostDatabase } from '../host.types';
import { type AppError, AppFailure, appError } from '../kernel/app-error';
import { newReference } from '../kernel/ids';
import { err, ok, type Result } from '../kernel/result';
import { finishRun, type RunEnd } from './finish-run';
import type { Lease } from './lease';
import { Pulse } from './pulse';
import type { RunContext } from './run-context';
import { RunJournal } from './run-journal';
import { RUN_TIMING, type RunTiming } from './run-timing';
import type { RunRecord } from './schema';

export type { PhaseRecorder, RunContext } from './run-context';

export interface ExecuteRunInput<T> {
  db: HostDatabase;
  run: RunRecord;
  lease: Lease;
  log: BackupLog;
  /** Must stop within 2 s of `context.signal`, and call `context.assertLease` just before it commits anything. */
  work(context: RunContext): Promise<T>;
  timing?: Partial<RunTiming>;
}

/**
 * Runs `work` under the lease that `beginRun` gave and ends the run's row exactly once: done, failed or cancelled.
 * Never throws: a bug in `work` becomes INTERNAL with a reference into the log.
 */
export async function executeRun<T>(input: ExecuteRunInput<T>): Promise<Result<T>> {
  const { db, run, lease, log } = input;
  const timing = { ...RUN_TIMING, ...input.timing };
  const journal: RunJournal = new RunJournal(run, () => pulse.now());
  const pulse: Pulse = new Pulse({ db, lease, journal, log, timing });
  const outcome = await settle(input, pulse, journal, timing);
  pulse.stop();

  journal.ledger.end(outcome.ok ? 'done' : 'failed');
  journal.keep();
  const end: RunEnd = { status: statusOf(outcome), error: outcome.ok ? null : outcome.error, news: journal.take() };
  const written = await finishRun({ db, lease, log, timing }, end);
  if (written !== 'stale' || !outcome.ok) return outcome;
  return err(
    appError('STALE', 'This run was given up before it ended: another one has taken its place.', {
      hint: 'Look at the newest run instead.',
    }),
  );
}

const statusOf = (outcome: Result<unknown>): RunEnd['status'] => {
  if (outcome.ok) return 'done';
  return outcome.error.code === 'CANCELLED' ? 'cancelled' : 'failed';
};

async function settle<T>(
  { run, log, work }: ExecuteRunInput<T>,
  pulse: Pulse,
  journal: RunJournal,
  timing: RunTiming,
): Promise<Result<T>> {
  const context: RunContext = {
    runId: run.id,
    signal: pulse.signal,
    phase: async (key, part) => {
      pulse.signal.throwIfAborted();
      return journal.ledger.run(key, part);
    },
    progress: (figures) => journal.progress(figures),
    result: (facts) => journal.result(facts),
    assertLease: () => pulse.assert(),
    commitPoint: () => pulse.commitPoint(),
  };
  try {
    await pulse.assert();
    pulse.start();
    return ok(await woundDown(work(context), pulse.signal, timing.windDownMs));
  } catch (thrown) {
    // What the abort made of the work is noise: the reason for the abort is the answer.
    return err(toRunError(pulse.signal.aborted ? pulse.signal.reason : thrown, run, log));
  }
}

/** The outcome of `work`; once aborted, it is waited for only so long, so that stuck work cannot hold the lease for ever. */
async function woundDown<T>(work: Promise<T>, signal: AbortSignal, graceMs: number): Promise<T> {
  const settled = new AbortController();
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true, signal: settled.signal });
  });
  const late = aborted
    .then(() => delay(graceMs, undefined, { signal: settled.signal }))
    .then(() => Promise.reject(signal.reason));
  try {
    return await Promise.race([work, late]);
  } finally {
    settled.abort();
    work.catch(() => undefined);
    late.catch(() => undefined);
  }
}

function toRunError(thrown: unknown, run: RunRecord, log: BackupLog): AppError {
  const known = thrown instanceof AppFailure ? thrown : null;
  if (known && known.cause === undefined) return known.error;
  const ref = known?.error.ref ?? newReference();
  log.error('A run failed.', { run: run.id, ref, cause: known ? known.cause : thrown });
  if (known) return { ...known.error, ref };
  return appError('INTERNAL', 'The run stopped because of an error in the program.', {
    hint: `The server log says more under reference ${ref}.`,
    ref,
  });
}
