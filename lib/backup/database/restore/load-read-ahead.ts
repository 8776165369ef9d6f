import { cancelled } from '../open-client';

/** Bytes that were read before anybody asked for them: a limit over several queues of pieces. */
export class ReadAhead {
  #left: number;
  #signal: AbortSignal | undefined;
  #waiting: (() => void)[] = [];

  /** After `signal` nobody waits any more. */
  constructor(limit: number, signal?: AbortSignal) {
    this.#left = limit;
    this.#signal = signal;
    signal?.addEventListener('abort', () => this.give(0), { once: true });
  }

  queue(): PieceBuffer {
    return new PieceBuffer(this);
  }

  /** Waits until there is room for a piece, or until `isOver`. Throws CANCELLED. */
  async take(bytes: number, isOver: () => boolean): Promise<void> {
    while (this.#left < bytes && !isOver()) {
      if (this.#signal?.aborted) throw cancelled(this.#signal.reason);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#left -= bytes;
  }

  give(bytes: number): void {
    this.#left += bytes;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** The pieces of one source, between the one who reads it and the one who uses them. */
export class PieceBuffer implements AsyncIterable<Uint8Array> {
  #ahead: ReadAhead;
  #pieces: Uint8Array[] = [];
  #ending: { thrown?: unknown } | null = null;
  #dropped = false;
  #wake: () => void = () => undefined;

  constructor(ahead: ReadAhead) {
    this.#ahead = ahead;
  }

  /** Reads a source to its end. What it throws is thrown to the user of the pieces too. */
  fill(source: AsyncIterable<Uint8Array>): Promise<void> {
    const filling = this.#fill(source);
    // Whoever awaits it learns of it; until then it is no unhandled rejection.
    filling.catch(() => undefined);
    return filling;
  }

  /** Nobody uses the pieces: they are thrown away. */
  drop(): void {
    this.#dropped = true;
    for (const piece of this.#pieces.splice(0)) this.#ahead.give(piece.byteLength);
    this.#ahead.give(0);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const piece = this.#pieces.shift();
        if (piece) {
          this.#ahead.give(piece.byteLength);
          yield piece;
        } else if (this.#ending) {
          if ('thrown' in this.#ending) throw this.#ending.thrown;
          return;
        } else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      this.drop();
    }
  }

  async #fill(source: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const piece of source) {
        await this.#ahead.take(piece.byteLength, () => this.#dropped);
        if (this.#dropped) this.#ahead.give(piece.byteLength);
        else this.#pieces.push(piece);
        this.#wake();
      }
      this.#ending = {};
    } catch (thrown) {
      this.#ending = { thrown };
      throw thrown;
    } finally {
      this.#wake();
    }
  }
}
