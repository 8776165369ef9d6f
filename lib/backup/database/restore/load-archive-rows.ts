import { pipeline } from 'node:stream/promises';
import { createInflate } from 'node:zlib';
import type { AppFailure } from '../../kernel/app-error';
import { archiveFailure } from './archive-failure';
import { ByteWindow } from './byte-window';
import { CopyData } from './copy-data';
import { foreignContent } from './dump-damage';
import type { ArchiveHead } from './load-archive-head';
import { copyStatement, type DumpPart } from './read-dump';

const DATA_BLOCK = 1;
/** Sign and four bytes. */
const INTEGER = 5;
const PIECE = 64 * 1024;
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

/** The rows of one block. Behind their end stand empty lines alone. */
class BlockRows implements AsyncIterable<Uint8Array> {
  #content: AsyncGenerator<Uint8Array>;
  #compressed: boolean;
  #begun = false;

  constructor(window: ByteWindow, compressed: boolean) {
    this.#content = blockContent(window);
    this.#compressed = compressed;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    this.#begun = true;
    const text = new ByteWindow(this.#compressed ? inflated(this.#content) : this.#content);
    yield* new CopyData(text);
    do {
      if (text.view.some((byte) => byte !== 10 && byte !== 13))
        throw foreignContent('something behind the rows of a table');
      text.consume(text.view.length);
    } while (await text.more());
  }

  /** Goes to the end of a block that nobody has read. */
  async skip(): Promise<void> {
    if (!this.#begun) for await (const _ of this.#content);
  }
}

/**
 * The rows of all tables of an archive, behind its head, then its sequences. Ends only where every table that the head
 * promises was there and the archive has ended. Throws CORRUPT, CANCELLED, and what the source throws.
 */
export async function* readArchiveRows(window: ByteWindow, head: ArchiveHead): AsyncGenerator<DumpPart> {
  const awaited = new Map(head.copies);
  while (window.view.length > 0 || (await window.more())) {
    const kind = (await atLeast(window, 1))[0];
    window.consume(1);
    const id = await readInteger(window);
    const copy = copyStatement(awaited.get(id) ?? '', 'UTF8');
    if (kind !== DATA_BLOCK || !copy) throw damaged('a block that the table of contents does not name');
    awaited.delete(id);
    const data = new BlockRows(window, head.compressed);
    yield { kind: 'rows', ...copy, data };
    await data.skip();
  }
  if (awaited.size > 0) throw damaged('end of file before the rows of every table');
  for (const sql of head.sequences) yield { kind: 'statement', sql };
}
