import type { FileHandle } from 'node:fs/promises';
import { link, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppFailure, failure } from '../../kernel/app-error';
import { formatBytes } from '../../kernel/bytes';
import type { PutOptions } from '../object-store';
import { cancelled, untilAborted } from '../until-aborted';
import { BackgroundFlush } from './background-flush';
import { diskFull, fileFailure, isDiskFull, systemCode } from './file-failure';
import { syncFolder } from './folders';
import { freeBytesAt } from './free-bytes';
import { createUnfinished } from './unfinished-file';

const WRITE_BUFFER = 256 * 1024;

/** Marks what the file system said, apart from what the body threw: the latter goes up unchanged. */
class FileError extends Error {}

const onFile = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw error instanceof AppFailure ? error : new FileError('file system', { cause: error });
  });

/** Temporary file, fsync, link or rename, fsync of the folder: the object appears whole or not at all. */
export async function putFile(
  root: string,
  key: string,
  body: AsyncIterable<Uint8Array>,
  { ifAbsent = false, signal }: PutOptions,
): Promise<{ size: number }> {
  let size = 0;
  let unfinished: string | null = null;
  try {
    if (signal?.aborted) throw cancelled();
    const { path, handle } = await onFile(createUnfinished(root, key));
    unfinished = path;
    const flush = new BackgroundFlush(handle);
    try {
      for await (const block of gathered(untilAborted(body, signal))) {
        size += block.byteLength;
        await onFile(writeWhole(handle, block));
        flush.wrote(block.byteLength);
      }
      await onFile(flush.settle());
      await onFile(handle.sync());
    } finally {
      await onFile(handle.close());
    }
    if (signal?.aborted) throw cancelled();
    await onFile(publish(path, join(root, key), key, ifAbsent));
    unfinished = null;
    return { size };
  } catch (error) {
    // What cannot be removed now is left to the sweeper; the first error is the one to tell.
    if (unfinished !== null) await rm(unfinished, { force: true }).catch(() => undefined);
    if (!(error instanceof FileError)) throw error;
    if (!isDiskFull(error.cause)) throw fileFailure(error.cause, `store “${key}”`, root);
    throw diskFull(formatBytes(size), formatBytes((await freeBytesAt(root)) ?? 0), root, error.cause);
  }
}

/** Small chunks are written together: one copy is cheaper than a system call for each. Memory is one buffer. */
async function* gathered(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(WRITE_BUFFER);
  let filled = 0;
  for await (const chunk of source) {
    if (filled + chunk.byteLength > WRITE_BUFFER && filled > 0) {
      yield buffer.subarray(0, filled);
      filled = 0;
    }
    if (chunk.byteLength >= WRITE_BUFFER) {
      yield chunk;
    } else {
      buffer.set(chunk, filled);
      filled += chunk.byteLength;
    }
  }
  if (filled > 0) yield buffer.subarray(0, filled);
}

async function writeWhole(handle: FileHandle, block: Uint8Array): Promise<void> {
  for (let done = 0; done < block.byteLength; ) {
    const { bytesWritten } = await handle.write(block, done, block.byteLength - done);
    done += bytesWritten;
  }
}

async function publish(unfinished: string, path: string, key: string, ifAbsent: boolean): Promise<void> {
  try {
    if (ifAbsent) {
      await link(unfinished, path);
      await rm(unfinished, { force: true });
    } else {
      await rename(unfinished, path);
    }
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST' && ifAbsent) {
      throw failure('CONFLICT', `“${key}” exists already and is never overwritten.`, { cause: error });
    }
    if (code === 'EISDIR' || code === 'ENOTEMPTY' || code === 'EEXIST') {
      throw failure('INVALID_INPUT', `“${key}” cannot be stored: other objects stand below that name.`, {
        cause: error,
      });
    }
    throw error;
  }
  await syncFolder(dirname(path));
}
