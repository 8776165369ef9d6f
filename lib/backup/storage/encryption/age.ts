import { randomBytes } from 'node:crypto';
import { headerEnd, openHeader, sealHeader } from './age-header';
import { openPayload, PAYLOAD_NONCE, payloadKey, sealPayload } from './age-payload';

/** An age file for the recipients, in constant memory; the `age` program opens it. At least one recipient. */
export async function* encryptAge(
  source: AsyncIterable<Uint8Array>,
  recipients: readonly string[],
): AsyncGenerator<Uint8Array> {
  if (recipients.length === 0) throw new RangeError('Nobody could ever open this file.');
  const { header, fileKey } = await sealHeader(recipients);
  const nonce = randomBytes(PAYLOAD_NONCE);
  // Only once the source has begun: whoever leaves early then closes it.
  let head: Buffer | null = Buffer.concat([header, nonce]);
  for await (const chunk of sealPayload(source, payloadKey(fileKey, nonce))) {
    if (head) yield head;
    head = null;
    yield chunk;
  }
}

/**
 * What is in an age file, in constant memory. Nothing comes out that was not authenticated. Throws AppFailure:
 * UNSUPPORTED (no identity fits), CORRUPT, and whatever the source throws.
 */
export async function* decryptAge(
  source: AsyncIterable<Uint8Array>,
  identities: readonly string[],
): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  const rest = { [Symbol.asyncIterator]: () => iterator };
  try {
    const { header, behind } = await readHead(rest);
    const key = payloadKey(await openHeader(header, identities), behind.subarray(0, PAYLOAD_NONCE));
    yield* openPayload(withFirst(behind.subarray(PAYLOAD_NONCE), rest), key);
  } finally {
    await iterator.return?.();
  }
}

/** Whether these first bytes of a file can be opened. Throws as `decryptAge`. */
export async function tryHeader(first: Buffer, identities: readonly string[]): Promise<void> {
  const { header } = await readHead(withFirst(first));
  await openHeader(header, identities);
}

/** The header, and what was read behind it: the nonce at least, where the file goes on that far. */
async function readHead(source: AsyncIterable<Uint8Array>): Promise<{ header: Buffer; behind: Buffer }> {
  let head = Buffer.alloc(0);
  let end: number | null = null;
  const iterator = source[Symbol.asyncIterator]();
  while (end === null || head.byteLength < end + PAYLOAD_NONCE) {
    const step = await iterator.next();
    if (step.done) break;
    head = Buffer.concat([head, step.value]);
    end = headerEnd(head);
  }
  // A file that ends within its header has none: reading on finds no line that ends it.
  const length = end ?? head.byteLength;
  return { header: head.subarray(0, length), behind: head.subarray(length) };
}

async function* withFirst(first: Uint8Array, rest?: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.byteLength > 0) yield first;
  if (rest) yield* rest;
}
