import { AppFailure } from '../../kernel/app-error';
import { cancelled, closeClient } from '../open-client';
import type { PrivateConnection } from './load-connection';
import { applySettings, type Settings } from './post-data-settings';

export interface Worker extends PrivateConnection {
  applied: Settings;
}

const noConnectionLeft = (thrown: unknown): boolean =>
  thrown instanceof AppFailure && thrown.error.details?.reason === 'too-many-connections';

/** The connections that fill tables and make indexes, opened as they are needed. Fewer, where the server has no more. */
export class LoadWorkers {
  #open: () => Promise<PrivateConnection>;
  #limit: number;
  #idle: Worker[] = [];
  #opened = 0;
  #busy = 0;
  #stopped = false;
  #waiting: (() => void)[] = [];

  constructor(limit: number, open: () => Promise<PrivateConnection>) {
    this.#limit = limit;
    this.#open = open;
  }

  get hasFree(): boolean {
    return this.#busy < this.#limit;
  }

  /** Waits for a free one where there is none, and gives it the settings. Throws CANCELLED after `stop`. */
  async take(settings: Settings): Promise<Worker> {
    for (;;) {
      while (!this.#stopped && !this.hasFree) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      if (this.#stopped) throw cancelled();
      this.#busy += 1;
      const worker = await this.#idleOrNew().catch((thrown: unknown) => {
        this.#busy -= 1;
        if (this.#opened === 0 || !noConnectionLeft(thrown)) throw thrown;
        this.#limit = this.#opened;
        return null;
      });
      if (worker) return await this.#prepare(worker, settings);
    }
  }

  give(worker: Worker): void {
    this.#busy -= 1;
    this.#idle.push(worker);
    this.#waiting.shift()?.();
  }

  /** Nobody gets one any more. */
  stop(): void {
    this.#stopped = true;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** When all were given back. */
  async close(): Promise<void> {
    this.stop();
    await Promise.all(this.#idle.splice(0).map(({ client }) => closeClient(client)));
  }

  async #idleOrNew(): Promise<Worker> {
    const idle = this.#idle.pop();
    if (idle) return idle;
    const worker = { ...(await this.#open()), applied: new Map() };
    this.#opened += 1;
    return worker;
  }

  async #prepare(worker: Worker, settings: Settings): Promise<Worker> {
    try {
      await applySettings(worker.client, worker.applied, settings);
      worker.applied = settings;
      return worker;
    } catch (thrown) {
      this.give(worker);
      throw thrown;
    }
  }
}
