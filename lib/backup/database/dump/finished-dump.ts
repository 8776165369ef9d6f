import { failure } from '../../kernel/app-error';
import { announceTables } from './announce-tables';
import type { DumpRequest } from './dump-engine';

const HEADER_LIMIT = 16_384;
const TAIL_LENGTH = 512;
const HEADER_END = '\nSET client_encoding';
const NEW_SETTING = '\nSET transaction_timeout = 0;';
const END_MARKER = '-- PostgreSQL database dump complete';

/**
 * The header of a plain dump without the one setting that servers before 17 refuse. A newer pg_dump writes it whatever
 * the server; without the line, psql with ON_ERROR_STOP takes the dump on the server it came from.
 */
export function fitHeader(header: string): string {
  const major = Number(/^-- Dumped from database version (\d+)/m.exec(header)?.[1] ?? 0);
  const end = header.indexOf(HEADER_END);
  const at = header.indexOf(NEW_SETTING);
  if (major === 0 || major >= 17 || at < 0 || at > end) return header;
  return header.slice(0, at) + header.slice(at + NEW_SETTING.length);
}

async function* fitted(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let header: Buffer | null = Buffer.alloc(0);
  for await (const chunk of source) {
    if (header === null) {
      yield chunk;
      continue;
    }
    header = Buffer.concat([header, chunk]);
    if (header.length < HEADER_LIMIT && !header.includes(HEADER_END)) continue;
    // One byte is one character in latin1, so that nothing else in the header changes.
    yield Buffer.from(fitHeader(header.toString('latin1')), 'latin1');
    header = null;
  }
  if (header !== null && header.length > 0) yield header;
}

/**
 * Passes a dump on and refuses one that is not whole by its own marks: a custom archive begins with PGDMP, plain SQL
 * ends with its closing comment. Exit code 0 is checked by the engine before.
 */
export async function* finishedDump(
  source: AsyncIterable<Buffer>,
  { output, onTable }: Pick<DumpRequest, 'output' | 'onTable'>,
): AsyncGenerator<Uint8Array> {
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  for await (const chunk of output === 'plain' ? announceTables(fitted(source), onTable) : source) {
    if (head.length < 5) head = Buffer.concat([head, chunk.subarray(0, 5)]);
    tail = Buffer.concat([tail, chunk.subarray(-TAIL_LENGTH)]).subarray(-TAIL_LENGTH);
    yield chunk;
  }
  const whole = output === 'custom' ? head.toString('latin1', 0, 5) === 'PGDMP' : tail.includes(END_MARKER);
  if (whole) return;
  throw failure('INTERNAL', 'pg_dump ended without an error, but what it wrote is not a whole dump.', {
    hint: 'Try again. If it happens each time, choose the other engine.',
    details: { reason: 'incomplete' },
  });
}
