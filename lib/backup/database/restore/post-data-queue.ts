import { AppFailure } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { tableKey } from '../fingerprint/table-fingerprint';
import { closeClient } from '../open-client';
import type { PrivateConnection } from './load-connection';
import { type JobLocks, PostDataReader } from './post-data-job';
import { applySettings, type Settings, settingName } from './post-data-settings';

interface Job {
  sql: string;
  /** Null: alone. */
  locks: JobLocks | null;
  settings: Settings;
  running: boolean;
}

interface Worker extends PrivateConnection {
  applied: Settings;
}

export interface PostDataQueueOptions {
  /** Connections that work at a time; one less, though at least one if there are more, while rows are loaded. */
  jobs: number;
  open(): Promise<PrivateConnection>;
  run(connection: PrivateConnection, sql: string): Promise<void>;
  /** Called once, with the first failure. Nothing is started any more. */
  onFailure(thrown: unknown): void;
}

const isDeadlock = (thrown: unknown): boolean =>
  thrown instanceof AppFailure && thrown.error.details?.sqlState === '40P01';
const noConnectionLeft = (thrown: unknown): boolean =>
  thrown instanceof AppFailure && thrown.error.details?.reason === 'too-many-connections';

/**
 * Runs the statements behind the rows on several connections. Each waits for the earlier ones that touch its tables and
 * for the rows of these; what is not understood waits for everything before it, and everything behind waits for it.
 */
export class PostDataQueue {
  #options: PostDataQueueOptions;
  #reader = new PostDataReader();
  #settings: Settings = new Map();
  #jobs: Job[] = [];
  #idle: Worker[] = [];
  #workers = 0;
  #limit: number;
  #loaded = new Set<string>();
  #allLoaded = false;
  #failed = false;
  #waiting: (() => void)[] = [];

  constructor(options: PostDataQueueOptions) {
    this.#options = options;
    this.#limit = options.jobs;
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

  async close(): Promise<void> {
    this.stop();
    await this.idle();
    await Promise.all(this.#idle.splice(0).map(({ client }) => closeClient(client)));
  }

  #pump(): void {
    const limit = this.#allLoaded ? this.#limit : this.#limit - 1;
    let running = this.#jobs.filter((job) => job.running).length;
    const held = new Map<string, 'share' | 'exclusive'>();
    for (const job of this.#jobs) {
      if (this.#failed || running >= limit) return;
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
    let worker: Worker | null = null;
    try {
      worker = await this.#take();
      await applySettings(worker.client, worker.applied, job.settings);
      worker.applied = job.settings;
      await this.#options.run(worker, job.sql);
      this.#jobs.splice(this.#jobs.indexOf(job), 1);
    } catch (thrown) {
      this.#afterFailure(job, thrown, worker === null);
    }
    job.running = false;
    if (worker) this.#idle.push(worker);
    this.#pump();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  async #take(): Promise<Worker> {
    const idle = this.#idle.pop();
    if (idle) return idle;
    const worker = { ...(await this.#options.open()), applied: new Map() };
    this.#workers += 1;
    return worker;
  }

  #afterFailure(job: Job, thrown: unknown, whileOpening: boolean): void {
    if (this.#failed) return;
    if (whileOpening && this.#workers > 0 && noConnectionLeft(thrown)) {
      this.#limit = this.#allLoaded ? this.#workers : this.#workers + 1;
    } else if (isDeadlock(thrown) && job.locks !== null) {
      // Code of the dump reads tables that the statement does not name. The server has rolled it back.
      job.locks = null;
    } else {
      this.#failed = true;
      this.#options.onFailure(thrown);
    }
  }
}
