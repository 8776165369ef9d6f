import type { Socket } from 'node:net';

/** A power of two: positions wrap by masking. */
const RING_SIZE = 1 << 20;
const WORDS = { written: 0, read: 1, ended: 2, dumpWaiting: 3, wantsRoom: 4 } as const;

/**
 * Bytes from the server on their way to the worker: a ring in shared memory, and the socket paused while it is full.
 * The words of `control` are described in wasm-worker-source.ts.
 */
export class ServerBytes {
  readonly controlBuffer = new SharedArrayBuffer(64);
  readonly ringBuffer = new SharedArrayBuffer(RING_SIZE);
  readonly #control = new Int32Array(this.controlBuffer);
  readonly #ring = new Uint8Array(this.ringBuffer);
  readonly #socket: Socket;
  #pending: Buffer | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Call in order of arrival. Never called while bytes are pending: the socket is paused then. */
  write(chunk: Buffer): void {
    let offset = 0;
    while (offset < chunk.length) {
      const written = Atomics.load(this.#control, WORDS.written);
      const room = RING_SIZE - this.#used();
      if (room === 0) {
        this.#wait(chunk.subarray(offset));
        return;
      }
      const count = Math.min(room, chunk.length - offset);
      const at = (written >>> 0) & (RING_SIZE - 1);
      const first = Math.min(count, RING_SIZE - at);
      this.#ring.set(chunk.subarray(offset, offset + first), at);
      if (first < count) this.#ring.set(chunk.subarray(offset + first, offset + count), 0);
      Atomics.store(this.#control, WORDS.written, (written + count) | 0);
      Atomics.notify(this.#control, WORDS.written);
      offset += count;
    }
  }

  /** The worker made room. */
  resume(): void {
    const pending = this.#pending;
    this.#pending = null;
    if (pending) this.write(pending);
    if (!this.#pending) this.#socket.resume();
  }

  /** Nothing more will come: libpq reads the end of its connection. */
  end(): void {
    Atomics.store(this.#control, WORDS.ended, 1);
    Atomics.notify(this.#control, WORDS.written);
  }

  /** The consumer took this many bytes of the dump. */
  acknowledgeDump(bytes: number): void {
    Atomics.sub(this.#control, WORDS.dumpWaiting, bytes);
    Atomics.notify(this.#control, WORDS.dumpWaiting);
  }

  #used(): number {
    return (Atomics.load(this.#control, WORDS.written) - Atomics.load(this.#control, WORDS.read)) >>> 0;
  }

  #wait(rest: Buffer): void {
    this.#pending = rest;
    this.#socket.pause();
    Atomics.store(this.#control, WORDS.wantsRoom, 1);
    // The worker may have emptied the ring before it could see the wish.
    const roomy = this.#used() < RING_SIZE / 2;
    if (roomy && Atomics.exchange(this.#control, WORDS.wantsRoom, 0) === 1) queueMicrotask(() => this.resume());
  }
}
