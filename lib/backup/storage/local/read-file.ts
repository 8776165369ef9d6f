import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { AppFailure, failure } from '../../kernel/app-error';
import type { GetOptions } from '../object-store';
import { cancelled } from '../until-aborted';
import { fileFailure, isAbsent, symbolicLink, systemCode } from './file-failure';
import { pathOf } from './folders';

const READ_BUFFER = 256 * 1024;

/** Opens an object and gives the asked bytes; the stream fails with STORAGE_DOWN or CANCELLED and closes the file itself. */
export async function readFile(root: string, key: string, { start = 0, end, signal }: GetOptions): Promise<Readable> {
  if (signal?.aborted) throw cancelled();
  const handle = await openObject(root, key);
  try {
    const { size } = await handle.stat();
    const ranged = start !== 0 || end !== undefined;
    const last = Math.min(end ?? size - 1, size - 1);
    if (ranged && !(Number.isInteger(start) && start >= 0 && start < size && Number.isInteger(last) && last >= start)) {
      throw failure('INVALID_INPUT', `“${key}” has ${size} bytes; the asked range is not inside.`);
    }
    return streamOf(handle, start, last, signal, (error) => fileFailure(error, `read “${key}”`, root));
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openObject(root: string, key: string): Promise<FileHandle> {
  try {
    const path = await pathOf(root, key);
    // Looked at before opening: opening a pipe or device would wait or act.
    const entry = await lstat(path);
    if (entry.isSymbolicLink()) throw symbolicLink(key);
    if (entry.isFile()) return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (error instanceof AppFailure) throw error;
    if (systemCode(error) === 'ELOOP') throw symbolicLink(key);
    if (!isAbsent(error)) throw fileFailure(error, `read “${key}”`, root);
  }
  throw failure('NOT_FOUND', `“${key}” is not in the backup store.`);
}

function streamOf(
  handle: FileHandle,
  start: number,
  last: number,
  signal: AbortSignal | undefined,
  explain: (error: unknown) => AppFailure,
): Readable {
  let position = start;
  const onAbort = () => stream.destroy(cancelled());
  const readOn = async (): Promise<Buffer | null> => {
    const wanted = Math.min(READ_BUFFER, last + 1 - position);
    if (wanted <= 0) return null;
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafeSlow(wanted), 0, wanted, position);
    if (bytesRead === 0) throw new Error('The file became shorter while it was read.');
    position += bytesRead;
    return buffer.subarray(0, bytesRead);
  };
  const stream = new Readable({
    highWaterMark: READ_BUFFER,
    read() {
      readOn().then(
        (chunk) => this.push(chunk),
        (error: unknown) => this.destroy(explain(error)),
      );
    },
    destroy(error, done) {
      signal?.removeEventListener('abort', onAbort);
      handle.close().then(
        () => done(error),
        (closing: unknown) => done(error ?? explain(closing)),
      );
    },
  });
  signal?.addEventListener('abort', onAbort);
  return stream;
}
