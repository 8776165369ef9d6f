/** Hands pieces from event handlers to one reader, in order. What `fail` was given is thrown after `end` or at once. */
export class PieceQueue {
  readonly #pieces: Buffer[] = [];
  #state: { ended: boolean; reason: unknown } = { ended: false, reason: null };
  #wake: (() => void) | null = null;

  push(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#wake?.();
  }

  /** Every piece is there; the reader ends after the last one. */
  end(): void {
    if (!this.#state.ended) this.#state = { ended: true, reason: null };
    this.#wake?.();
  }

  /** The first ending counts. Pieces that wait are dropped: nobody needs the rest of a failed dump. */
  fail(reason: unknown): void {
    if (!this.#state.ended) {
      this.#state = { ended: true, reason };
      this.#pieces.length = 0;
    }
    this.#wake?.();
  }

  /** The next piece, null at the end. */
  async take(): Promise<Buffer | null> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece) return piece;
      if (this.#state.reason !== null) throw this.#state.reason;
      if (this.#state.ended) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }
}
