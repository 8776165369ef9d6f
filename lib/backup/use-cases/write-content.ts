import { setTimeout as delay } from 'node:timers/promises';
import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { type AppErrorCode, AppFailure, failure } from '../kernel/app-error';
import { newId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { type ContentLease, takeContentLease } from '../runs/content-lease';
import { recordContentRun } from '../runs/record-content-run';
import { findRunByKey } from '../runs/run-records';
import { reachDatabase } from './reach-database';
import { noteAudit } from './record-audit';
import type { Initiator } from './start-backup';

export interface ContentWriting {
  runId: string;
  /** Just before what cannot be taken back. Throws STALE where the right to write was lost. */
  assertMayWrite(): Promise<void>;
  /** One line for history. */
  note(text: string): void;
}

const PATIENCE_MS = 10_000;
const PAUSE_MS = 250;

/** The answer to a wrong or late press: nothing was tried, so history has nothing to tell. */
const REFUSALS: ReadonlySet<AppErrorCode> = new Set(['INVALID_INPUT', 'FORBIDDEN', 'NOTHING_TO_DO', 'STALE', 'BUSY']);

/**
 * Runs one change of content: alone among all instances, not while the site itself writes content, written down in
 * history, and the site's own caches forgotten afterwards.
 */
export async function writeContent<T>(
  context: BackupContext,
  initiator: Initiator & {
    idempotencyKey: string | null;
    /** The run that this change is a part of: its id is the one of the commit, and history tells of that run alone. */
    within?: string;
    /** Ends what a killed process began and changes nothing new: no act of anybody, so the audit tells of none. */
    unasked?: boolean;
  },
  work: (writing: ContentWriting) => Promise<T>,
): Promise<Result<T>> {
  return attempt(async () => {
    await waitForSite(context);
    const db = await reachDatabase(context);
    await refuseRepeated(db, initiator.idempotencyKey);
    const startedAt = context.clock.now();
    const runId = initiator.within ?? newId(startedAt);
    const lease = await waitForLease(db, runId);
    let words = 'Content';
    const record = async (error: AppFailure['error'] | null) => {
      if (initiator.within) return;
      await recordContentRun(db, {
        id: runId,
        trigger: initiator.trigger,
        actor: initiator.actor,
        note: words,
        // A press that failed may be tried again.
        idempotencyKey: error ? null : initiator.idempotencyKey,
        startedAt,
        error,
      }).catch((cause: unknown) => {
        // The act itself is over: its commit names the run.
        context.host.log.error('An act on content could not be written into history.', { run: runId, cause });
      });
    };
    const audit = async (error: AppFailure['error'] | null) => {
      if (initiator.unasked) return;
      await noteAudit(context, {
        act: 'content.end',
        subject: runId,
        actor: initiator.actor,
        from: initiator.trigger,
        detail: { status: error ? 'failed' : 'done', note: words, code: error?.code, reason: error?.message },
      });
    };
    try {
      const value = await work({
        runId,
        assertMayWrite: () => lease.assert(),
        note: (text) => {
          words = text;
        },
      });
      await context.host.afterContentRestore();
      await record(null);
      await audit(null);
      return value;
    } catch (thrown) {
      if (thrown instanceof AppFailure && !REFUSALS.has(thrown.error.code)) {
        await record(thrown.error);
        await audit(thrown.error);
      }
      throw thrown;
    } finally {
      await lease.release();
    }
  });
}

/** Waits up to 10 s for another writer. Throws AppFailure BUSY, DATABASE_DOWN. */
async function waitForLease(db: HostDatabase, runId: string): Promise<ContentLease> {
  const endsAt = performance.now() + PATIENCE_MS;
  for (;;) {
    const taken = await attempt(() => takeContentLease(db, runId));
    if (taken.ok) return taken.value;
    if (taken.error.code !== 'BUSY' || performance.now() > endsAt) throw new AppFailure(taken.error);
    await delay(PAUSE_MS);
  }
}

/** The same press again, after its act has ended: nothing is done twice. */
async function refuseRepeated(db: HostDatabase, key: string | null): Promise<void> {
  const earlier = key === null ? null : await findRunByKey(db, key);
  if (!earlier) return;
  throw failure('NOTHING_TO_DO', 'This was done already.', {
    hint: 'Look at the history.',
    details: { runId: earlier.id },
  });
}

async function waitForSite({ host }: BackupContext): Promise<void> {
  const endsAt = performance.now() + PATIENCE_MS;
  while (await host.contentBusy()) {
    if (performance.now() > endsAt) {
      throw failure('BUSY', 'The site is updating its content right now.', { hint: 'Try again in a minute.' });
    }
    await delay(PAUSE_MS);
  }
}
