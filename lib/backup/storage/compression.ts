import { once } from 'node:events';
import type { Transform } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { failure } from '../kernel/app-error';
import { formatBytes } from '../kernel/bytes';

const CHUNK = 64 * 1024;

/** Compressed bytes of `source` in constant memory; an error of the source comes through unchanged. */
export async function* gzip(source: AsyncIterable<Uint8Array>, level = 1): AsyncGenerator<Uint8Array> {
  yield* through(source, createGzip({ level, chunkSize: CHUNK }));
}

/**
 * Plain bytes of a whole gzip file. Throws CORRUPT where it is truncated, damaged, followed by anything else, or
 * unpacks to more than `maxPlainBytes`, at the latest one chunk beyond that limit.
 */
export async function* gunzip(
  source: AsyncIterable<Uint8Array>,
  { maxPlainBytes }: { maxPlainBytes: number },
): AsyncGenerator<Uint8Array> {
  const corrupt = (what: string, cause?: unknown) =>
    failure('CORRUPT', `The compressed data ${what}.`, { hint: 'Use another backup and verify it first.', cause });
  const inflate = createGunzip({ chunkSize: CHUNK });
  let taken = 0;
  let given = 0;
  const counted = (async function* () {
    for await (const chunk of source) {
      taken += chunk.byteLength;
      yield chunk;
    }
  })();
  try {
    for await (const chunk of through(counted, inflate)) {
      given += chunk.byteLength;
      if (given > maxPlainBytes) throw corrupt(`unpacks to more than the ${formatBytes(maxPlainBytes)} it should have`);
      yield chunk;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw code.startsWith('Z_') ? corrupt('is truncated or damaged', error) : error;
  }
  if (taken === 0) throw corrupt('is empty');
  // Node stops at the end of the last member and says nothing about bytes behind it.
  if (taken !== inflate.bytesWritten) throw corrupt('is followed by other bytes');
}

/** Pushes `source` through `transform`. Unlike `pipeline`, a consumer that leaves early waits until the source is closed. */
async function* through(source: AsyncIterable<Uint8Array>, transform: Transform): AsyncGenerator<Uint8Array> {
  const closed = new Promise<void>((resolve) => transform.once('close', resolve));
  let reading = true;
  const feed = async () => {
    try {
      for await (const chunk of source) {
        reading = false;
        if (transform.destroyed || transform.readableEnded) return;
        if (!transform.write(chunk)) await Promise.race([once(transform, 'drain'), closed]);
        if (transform.destroyed || transform.readableEnded) return;
        reading = true;
      }
      reading = false;
      transform.end();
    } catch (error) {
      reading = false;
      transform.destroy(error instanceof Error ? error : new Error('The source failed.', { cause: error }));
    }
  };
  const feeding = feed();
  try {
    for await (const chunk of transform) yield chunk;
  } finally {
    transform.destroy();
    // A source in the middle of a read cannot be closed before that read ends; it closes itself then.
    if (!reading) await feeding;
  }
}
