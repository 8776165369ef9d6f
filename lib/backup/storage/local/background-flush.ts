import type { FileHandle } from 'node:fs/promises';

const FLUSH_EVERY = 64 * 1024 * 1024;

/**
 * Sends written bytes to the disk while more of them come, so that the fsync at the end of a long upload is short and
 * a cancel is not held up by it. `settle` before closing the handle; it throws what a flush threw.
 */
export class BackgroundFlush {
  readonly #handle: FileHandle;
  #running: Promise<unknown> | null = null;
  #pending = 0;
  #failed: { error: unknown } | null = null;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  wrote(bytes: number): void {
    this.#pending += bytes;
    if (this.#running !== null || this.#pending < FLUSH_EVERY) return;
    this.#pending = 0;
    this.#running = this.#handle.datasync().then(
      () => {
        this.#running = null;
      },
      (error: unknown) => {
        // Never tried again: after a failed fsync the system may forget which bytes were not written.
        this.#failed = { error };
      },
    );
  }

  async settle(): Promise<void> {
    await this.#running;
    if (this.#failed !== null) throw this.#failed.error;
  }
}
