import { failure } from '../kernel/app-error';

export const cancelled = (): Error => failure('CANCELLED', 'The transfer was cancelled.');

/**
 * Passes `source` on until `signal` fires, then throws CANCELLED at once, even while the source is silent.
 * A source that is left early is closed; only one that is in the middle of a read is not waited for.
 */
export async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  if (signal === undefined) return yield* source;
  const iterator = source[Symbol.asyncIterator]();
  let reading = false;
  let finished = false;
  let stopReading: (reason: Error) => void = () => {};
  const onAbort = () => stopReading(cancelled());
  signal.addEventListener('abort', onAbort);

  // A promise of its own for each read: racing against one long-lived promise would grow with every chunk.
  const read = () =>
    new Promise<IteratorResult<T>>((resolve, reject) => {
      if (signal.aborted) return reject(cancelled());
      stopReading = reject;
      reading = true;
      iterator
        .next()
        .finally(() => {
          reading = false;
        })
        .then(resolve, (reason) => {
          finished = true;
          reject(reason);
        });
    });

  try {
    for (;;) {
      const step = await read();
      if (step.done) {
        finished = true;
        return;
      }
      yield step.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    if (!finished) {
      const closing = Promise.resolve(iterator.return?.());
      // The reason for leaving is already on its way up; what a half-read source says afterwards adds nothing.
      const closed = closing.then(
        () => undefined,
        () => undefined,
      );
      if (!reading) await closed;
    }
  }
}
