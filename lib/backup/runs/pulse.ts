import type { BackupLog, HostDatabase } from '../host.types';
import { type AppFailure, failure } from '../kernel/app-error';
import { askDatabase } from '../kernel/database-outage';
import { type Heartbeat, markCommitting, readHeartbeat, writeHeartbeat } from './heartbeat';
import { inTime } from './in-time';
import type { Lease } from './lease';
import type { RunJournal } from './run-journal';
import type { RunTiming } from './run-timing';

/** Ticks so long beyond the lease's end, so that a process that was merely asleep gets to ask first. */
const OVERDUE_TICKS = 4;

/**
 * Keeps one run in touch with the database: renews its lease, writes its news, and aborts its signal where an admin
 * cancels, another one has the lease, or the database was silent for as long as the lease lasts.
 */
export class Pulse {
  #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #beating = false;
  #overdue = 0;
  #silent = false;
  #renewedAt = performance.now();
  #writtenAt = 0;
  #clockOffset = 0;
  #committing = false;

  constructor(
    private readonly to: { db: HostDatabase; lease: Lease; journal: RunJournal; log: BackupLog; timing: RunTiming },
  ) {}

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The database's time, as far as the last answer tells. */
  now(): string {
    return new Date(Date.now() + this.#clockOffset).toISOString();
  }

  /** Throws where the lease is not ours or the database does not answer. */
  async assert(): Promise<void> {
    this.signal.throwIfAborted();
    // More patient than a heartbeat: a slow answer must not cost a finished backup.
    await askDatabase(() => this.#beat(true, this.to.timing.leaseMs / 2));
    this.signal.throwIfAborted();
  }

  /** See RunContext.commitPoint. */
  async commitPoint(): Promise<void> {
    await this.assert();
    const reached = await askDatabase(() =>
      inTime(markCommitting(this.to.db, this.to.lease), this.to.timing.leaseMs / 2),
    );
    // Not reached: cancelled, or given up, since the last look. The next look says which.
    if (!reached) await this.assert();
    this.signal.throwIfAborted();
    this.#committing = true;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#tick(), this.to.timing.pollMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Never rejects: what goes wrong here is logged, and ends the run once the lease is over. */
  async #tick(): Promise<void> {
    this.#watchLease();
    if (this.#beating) return;
    this.#beating = true;
    try {
      await this.#beat(performance.now() - this.#renewedAt >= this.to.timing.heartbeatMs);
      if (this.#silent) this.to.log.info('The database answers again.', { run: this.to.lease.runId });
      this.#silent = false;
    } catch (cause) {
      if (!this.#silent) this.to.log.warn('A heartbeat could not be written.', { run: this.to.lease.runId, cause });
      this.#silent = true;
    } finally {
      this.#beating = false;
    }
  }

  async #beat(mustWrite: boolean, limitMs = this.to.timing.answerMs): Promise<void> {
    const { db, lease, journal, timing } = this.to;
    const sentAt = performance.now();
    const hasDueNews = journal.hasNews && sentAt - this.#writtenAt >= timing.writeMs;
    if (!mustWrite && !hasDueNews) {
      this.#hear(await inTime(readHeartbeat(db, lease), limitMs));
      return;
    }
    this.#writtenAt = sentAt;
    const news = journal.take();
    try {
      this.#hear(await inTime(writeHeartbeat(db, lease, news), limitMs));
      this.#renewedAt = sentAt;
    } catch (thrown) {
      journal.keep();
      throw thrown;
    }
  }

  #hear(heartbeat: Heartbeat): void {
    if (!heartbeat.held) {
      this.#abort(
        failure('STALE', 'This run was given up: another one has taken its place.', {
          hint: 'Its process was silent for too long. Look at the newest run instead.',
        }),
      );
      this.stop();
      return;
    }
    this.#clockOffset = heartbeat.now - Date.now();
    if (heartbeat.cancelRequested) {
      const by = heartbeat.cancelledBy ? ` by ${heartbeat.cancelledBy}` : '';
      this.#abort(failure('CANCELLED', `Cancelled${by}.`, { hint: 'Nothing half-made was kept.' }));
    }
  }

  #watchLease(): void {
    this.#overdue = performance.now() - this.#renewedAt > this.to.timing.leaseMs ? this.#overdue + 1 : 0;
    if (this.#overdue <= OVERDUE_TICKS) return;
    this.#abort(
      failure('DATABASE_DOWN', 'The run was stopped because the database did not answer for too long.', {
        hint: 'Check that PostgreSQL runs, then start a new run.',
      }),
    );
  }

  #abort(reason: AppFailure): void {
    if (!this.signal.aborted && !this.#committing) this.#controller.abort(reason);
  }
}
