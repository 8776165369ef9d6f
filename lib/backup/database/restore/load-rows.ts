import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** Smaller pieces cost the server time. What comes in this size, as from a pipe or a file, is passed on uncopied. */
const PIECE = 48 * 1024;
/** Sent ahead of the server's pace. */
const AHEAD = 1024 * 1024;

/** Joins small chunks. A piece ends wherever a chunk ended: rows may be cut. */
async function* joined(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    bytes += chunk.byteLength;
    if (bytes < PIECE) continue;
    yield waiting.length === 1 ? chunk : Buffer.concat(waiting, bytes);
    [waiting, bytes] = [[], 0];
  }
  if (bytes > 0) yield Buffer.concat(waiting, bytes);
}

/** Sends the rows of one table. Returns their bytes. */
export async function loadRows(client: Client, sql: string, data: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  const counted = async function* () {
    for await (const piece of joined(data)) {
      bytes += piece.byteLength;
      yield piece;
    }
  };
  await pipeline(counted, client.query(copyFrom(sql, { highWaterMark: AHEAD })));
  return bytes;
}
