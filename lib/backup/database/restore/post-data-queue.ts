import { AppFailure } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { tableKey } from '../fingerprint/table-fingerprint';
import type { PrivateConnection } from './load-connection';
import type { LoadWorkers } from './load-workers';
import { type JobLocks, PostDataReader } from './post-data-job';
import { type Settings, settingName } from './post-data-settings';

interface Job {
  sql: string;
  /** Null: alone. */
  locks: JobLocks | null;
  settings: Settings;
  running: boolean;
}

export interface PostDataQueueOptions {
  workers: LoadWorkers;
  run(connection: PrivateConnection, sql: string): Promise<void>;
  /** Called once, with the first failure. Nothing is started any more. */
  onFailure(thrown: unknown): void;
}

const isDeadlock = (thrown: unknown): boolean =>
  thrown instanceof AppFailure && thrown.error.details?.sqlState === '40P01';

/**
 * Runs the statements behind the rows on several connections. Each waits for the earlier ones that touch its tables and
 * for the rows of these; what is not understood waits for everything before it, and everything behind waits for it.
 */
export class PostDataQueue {
  #options: PostDataQueueOptions;
  #reader = new PostDataReader();
  #settings: Settings = new Map();
  #jobs: Job[] = [];
  #loaded = new Set<string>();
  #allLoaded = false;
  #failed = false;
  #waiting: (() => void)[] = [];

  constructor(options: PostDataQueueOptions) {
    this.#options = options;
  }

  add(sql: string): void {
    const name = settingName(sql);
    if (name !== null) {
      this.#settings = new Map(this.#settings).set(name, sql);
      return;
    }
    this.#jobs.push({ sql, locks: this.#reader.locks(sql), settings: this.#settings, running: false });
    this.#pump();
  }

  /** The rows of a table are committed. */
  rowsLoaded(table: TableName): void {
    this.#loaded.add(tableKey(table));
    this.#pump();
  }

  allRowsLoaded(): void {
    this.#allLoaded = true;
    this.#pump();
  }

  /** Resolves when everything has run, or after a failure or `stop` when nothing runs any more. */
  async idle(): Promise<void> {
    while (this.#failed ? this.#jobs.some(({ running }) => running) : this.#jobs.length > 0) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Nothing is started any more. */
  stop(): void {
    this.#failed = true;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #pump(): void {
    let running = this.#jobs.filter((job) => job.running).length;
    const held = new Map<string, 'share' | 'exclusive'>();
    for (const job of this.#jobs) {
      if (this.#failed || !this.#options.workers.hasFree) return;
      if (job.locks === null) {
        if (!job.running && running === 0 && this.#allLoaded && job === this.#jobs[0]) void this.#start(job);
        return;
      }
      if (!job.running && this.#isReady(job.locks, held)) {
        running += 1;
        void this.#start(job);
      }
      for (const [table, mode] of job.locks) if (held.get(table) !== 'exclusive') held.set(table, mode);
    }
  }

  #isReady(locks: JobLocks, held: ReadonlyMap<string, 'share' | 'exclusive'>): boolean {
    return [...locks].every(([table, mode]) => {
      const before = held.get(table);
      const free = before === undefined || (before === 'share' && mode === 'share');
      return free && (this.#allLoaded || this.#loaded.has(table));
    });
  }

  async #start(job: Job): Promise<void> {
    job.running = true;
    const { workers, run } = this.#options;
    try {
      const worker = await workers.take(job.settings);
      await run(worker, job.sql).finally(() => workers.give(worker));
      this.#jobs.splice(this.#jobs.indexOf(job), 1);
    } catch (thrown) {
      this.#afterFailure(job, thrown);
    }
    job.running = false;
    this.#pump();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #afterFailure(job: Job, thrown: unknown): void {
    if (this.#failed) return;
    if (isDeadlock(thrown) && job.locks !== null) {
      // Code of the dump reads tables that the statement does not name. The server has rolled it back.
      job.locks = null;
    } else {
      this.#failed = true;
      this.#options.onFailure(thrown);
    }
  }
}
