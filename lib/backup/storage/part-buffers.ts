/** A few buffers of one size that are used again and again: an upload takes no more memory than these. */
export class PartBuffers {
  readonly partSize: number;
  readonly #free: Buffer[] = [];
  #unmade: number;
  readonly #waiting: ((buffer: Buffer) => void)[] = [];

  constructor(partSize: number, count: number) {
    this.partSize = partSize;
    this.#unmade = count;
  }

  /** Waits until one is free. */
  take(): Promise<Buffer> {
    const free = this.#free.pop();
    if (free) return Promise.resolve(free);
    if (this.#unmade > 0) {
      this.#unmade -= 1;
      return Promise.resolve(Buffer.allocUnsafeSlow(this.partSize));
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  give(buffer: Buffer): void {
    const next = this.#waiting.shift();
    if (next) next(buffer);
    else this.#free.push(buffer);
  }
}

export interface Part {
  /** Filled part of `buffer`. */
  bytes: Buffer;
  /** To be given back once the bytes are sent. */
  buffer: Buffer;
}

/** Cuts a stream into parts of exactly one size; the last one is shorter, or empty where nothing is left over. */
export async function* cutIntoParts(source: AsyncIterable<Uint8Array>, buffers: PartBuffers): AsyncGenerator<Part> {
  let buffer = await buffers.take();
  let filled = 0;
  for await (const chunk of source) {
    for (let at = 0; at < chunk.byteLength; ) {
      const taken = Math.min(chunk.byteLength - at, buffers.partSize - filled);
      buffer.set(chunk.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
      if (filled < buffers.partSize) continue;
      yield { bytes: buffer.subarray(0, filled), buffer };
      buffer = await buffers.take();
      filled = 0;
    }
  }
  yield { bytes: buffer.subarray(0, filled), buffer };
}
