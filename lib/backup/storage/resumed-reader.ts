import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppFailure, failure } from '../kernel/app-error';
import { cancelled } from './until-aborted';
import { ATTEMPTS, type Patience, retryDelay } from './with-retries';

const READ_AHEAD = 256 * 1024;

export interface ReadBody {
  bytes: Readable;
}

interface Resuming {
  /** The open body of the first request; null where there is nothing to read. */
  first: ReadBody | null;
  start: number;
  /** Bytes from `start` on that must come. */
  length: number;
  /** Asks for the rest, of the very same object, from that byte on. */
  reopen: (from: number) => Promise<ReadBody>;
  isPassing: (error: unknown) => boolean;
  explain: (error: unknown) => AppFailure;
  patience: Patience;
  signal: AbortSignal | undefined;
}

class Silence extends Error {
  override readonly name = 'TimeoutError';
}

/**
 * One stream over as many requests as it takes: a connection that breaks, falls silent or ends early is taken up again
 * where it stopped, up to five times without a byte. Silence counts only while somebody waits for bytes.
 */
export function resumedReader(order: Resuming): Readable {
  const end = order.start + order.length;
  let position = order.start;
  let failures = 0;
  let body = order.first;
  let chunks: AsyncIterator<Buffer> | null = null;
  const onAbort = () => stream.destroy(cancelled());

  const dropBody = () => {
    // An error of a body that nobody reads any more says nothing new.
    body?.bytes.on('error', () => undefined).destroy();
    body = null;
    chunks = null;
  };
  const step = async (): Promise<Buffer | null> => {
    body ??= await withDeadline(order.reopen(position), order.patience.idleMs);
    if (stream.destroyed) dropBody();
    if (body === null) return null;
    chunks ??= body.bytes[Symbol.asyncIterator]();
    const { done, value } = await withDeadline(chunks.next(), order.patience.idleMs);
    if (done) throw Object.assign(new Error('The body ended early.'), { code: 'ECONNRESET' });
    const chunk = value as Buffer;
    if (position + chunk.byteLength > end) throw tooMuch();
    return chunk;
  };
  const next = async (): Promise<Buffer | null> => {
    while (position < end) {
      try {
        const chunk = await step();
        if (chunk === null) return null;
        position += chunk.byteLength;
        failures = 0;
        return chunk;
      } catch (error) {
        dropBody();
        failures += 1;
        if (stream.destroyed || failures >= ATTEMPTS || !(error instanceof Silence || order.isPassing(error)))
          throw error;
        await sleep(retryDelay(failures, order.patience.firstDelayMs));
      }
    }
    dropBody();
    return null;
  };
  const stream = new Readable({
    highWaterMark: READ_AHEAD,
    read() {
      next().then(
        (chunk) => this.push(chunk),
        (error: unknown) => this.destroy(error instanceof AppFailure ? error : order.explain(error)),
      );
    },
    destroy(error, done) {
      order.signal?.removeEventListener('abort', onAbort);
      dropBody();
      done(error);
    },
  });
  order.signal?.addEventListener('abort', onAbort);
  return stream;
}

const tooMuch = () =>
  failure('STORAGE_DOWN', 'The store gave more bytes than the object has.', {
    hint: 'Look for what else writes to the backup store, then try again.',
  });

function withDeadline<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Silence('No byte came.')), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
