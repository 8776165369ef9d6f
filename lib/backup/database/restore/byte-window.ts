import { failure } from '../../kernel/app-error';

const SMALLEST = 64 * 1024;

/**
 * The bytes of a source that nobody has consumed yet, as one contiguous view that grows on demand. Each byte is copied a
 * bounded number of times, however small the chunks are. A view stays valid for ever: memory is never written twice.
 */
export class ByteWindow {
  #iterator: AsyncIterator<Uint8Array>;
  #signal: AbortSignal | undefined;
  #memory: Buffer = Buffer.alloc(0);
  #from = 0;
  #to = 0;
  #ended = false;

  constructor(source: AsyncIterable<Uint8Array>, signal?: AbortSignal) {
    this.#iterator = source[Symbol.asyncIterator]();
    this.#signal = signal;
  }

  get view(): Buffer {
    return this.#memory.subarray(this.#from, this.#to);
  }

  consume(bytes: number): void {
    this.#from += bytes;
  }

  /** Adds the next chunk to the view. False at the end of the source. Throws CANCELLED, and what the source throws. */
  async more(): Promise<boolean> {
    if (this.#ended) return false;
    const { done, value } = await this.#next();
    if (done) this.#ended = true;
    else this.#append(value);
    return !done;
  }

  /** What is left, in chunks as they come. */
  async *rest(): AsyncGenerator<Uint8Array> {
    while (this.view.length > 0 || (await this.more())) {
      const { view } = this;
      this.consume(view.length);
      yield view;
    }
  }

  /** Tells the source that no more is read. Safe after its end. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    // Not awaited: a source that hangs would hang here too. What it says now changes nothing any more.
    void Promise.resolve(this.#iterator.return?.()).catch(() => undefined);
  }

  async #next(): Promise<IteratorResult<Uint8Array>> {
    const signal = this.#signal;
    if (!signal) return this.#iterator.next();
    const cancelled = () => failure('CANCELLED', 'The work was cancelled.', { cause: signal.reason });
    if (signal.aborted) throw cancelled();
    let stop = () => {};
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(cancelled());
      signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([this.#iterator.next(), aborted]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  #append(chunk: Uint8Array): void {
    const kept = this.#to - this.#from;
    if (kept === 0) {
      this.#memory = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      [this.#from, this.#to] = [0, chunk.byteLength];
      return;
    }
    // A chunk that was taken over whole has no room behind it, so nobody else's memory is written.
    if (this.#memory.length - this.#to < chunk.byteLength) {
      const memory = Buffer.allocUnsafeSlow(Math.max(SMALLEST, 2 * (kept + chunk.byteLength)));
      this.#memory.copy(memory, 0, this.#from, this.#to);
      this.#memory = memory;
      [this.#from, this.#to] = [0, kept];
    }
    this.#memory.set(chunk, this.#to);
    this.#to += chunk.byteLength;
  }
}
