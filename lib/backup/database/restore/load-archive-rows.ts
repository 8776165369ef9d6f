import { pipeline } from 'node:stream/promises';
import { createInflate } from 'node:zlib';
import type { AppFailure } from '../../kernel/app-error';
import { archiveFailure } from './archive-failure';
import { ByteWindow } from './byte-window';
import { CopyData } from './copy-data';
import { foreignContent } from './dump-damage';
import type { ArchiveHead } from './load-archive-head';
import { ReadAhead } from './load-read-ahead';
import { copyStatement, type DumpPart } from './read-dump';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const DATA_BLOCK = 1;
/** Sign and four bytes. */
const INTEGER = 5;
const PIECE = 64 * 1024;
/** Of stored bytes, which are compressed: some hundred megabytes of rows. */
const MOST_AHEAD = 64 * 1024 * 1024;
const INFLATED_PIECE = 256 * 1024;

const damaged = (what: string): AppFailure => archiveFailure(what, 'was not asked');

async function atLeast(window: ByteWindow, bytes: number): Promise<Buffer> {
  while (window.view.length < bytes) if (!(await window.more())) throw damaged('end of file within the rows');
  return window.view;
}

async function readInteger(window: ByteWindow): Promise<number> {
  const view = await atLeast(window, INTEGER);
  const value = view.readUInt32LE(1);
  if (view[0] !== 0) throw damaged('a length below zero');
  window.consume(INTEGER);
  return value;
}

/** What one block holds, as it is stored: pieces with their length before them, closed by an empty one. */
async function* blockContent(window: ByteWindow): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for (let length = await readInteger(window); length > 0; length = await readInteger(window)) {
    // Taken as it comes: a view without rest is never copied.
    for (let left = length; left > 0; ) {
      const part = (await atLeast(window, 1)).subarray(0, left);
      window.consume(part.length);
      waiting.push(part);
      left -= part.length;
    }
    bytes += length;
    if (bytes < PIECE) continue;
    yield Buffer.concat(waiting, bytes);
    [waiting, bytes] = [[], 0];
  }
  if (bytes > 0) yield Buffer.concat(waiting, bytes);
}

/** Inflates off the main thread. Throws CORRUPT where the content is not what its checksum says. */
async function* inflated(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflate = createInflate({ chunkSize: INFLATED_PIECE });
  const fed = pipeline(content, inflate).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  try {
    for await (const chunk of inflate) yield chunk;
  } catch (thrown) {
    const cause = (await fed) ?? thrown;
    throw cause instanceof Error && 'code' in cause && /^Z_|^ERR_Z/.test(String(cause.code))
      ? damaged(`could not uncompress data: ${cause.message}`)
      : cause;
  }
  const broken = await fed;
  if (broken) throw broken;
}

/** The rows of a block, once. Behind their end stand empty lines alone. */
async function* rowsOf(content: AsyncIterable<Uint8Array>, compressed: boolean): AsyncGenerator<Uint8Array> {
  const text = new ByteWindow(compressed ? inflated(content) : content);
  try {
    yield* new CopyData(text);
    do {
      const stray = text.view.some((byte) => byte !== NEWLINE && byte !== CARRIAGE_RETURN);
      if (stray) throw foreignContent('something behind the rows of a table');
      text.consume(text.view.length);
    } while (await text.more());
  } finally {
    text.close();
  }
}

/**
 * The rows of all tables of an archive, behind its head, then its sequences. The rows of several tables may be read at the
 * same time: stored bytes wait in memory, up to a limit. Ends only where every table that the head promises was there and
 * the archive has ended. Throws CORRUPT, CANCELLED, and what the source throws.
 */
export async function* readArchiveRows(
  window: ByteWindow,
  head: ArchiveHead,
  signal?: AbortSignal,
): AsyncGenerator<DumpPart> {
  const awaited = new Map(head.copies);
  const ahead = new ReadAhead(MOST_AHEAD, signal);
  while (window.view.length > 0 || (await window.more())) {
    const kind = (await atLeast(window, 1))[0];
    window.consume(1);
    const id = await readInteger(window);
    const copy = copyStatement(awaited.get(id) ?? '', 'UTF8');
    if (kind !== DATA_BLOCK || !copy) throw damaged('a block that the table of contents does not name');
    awaited.delete(id);
    const content = ahead.queue();
    const filled = content.fill(blockContent(window));
    yield { kind: 'rows', ...copy, data: rowsOf(content, head.compressed), skip: () => content.drop() };
    await filled;
  }
  if (awaited.size > 0) throw damaged('end of file before the rows of every table');
  for (const sql of head.sequences) yield { kind: 'statement', sql };
}
