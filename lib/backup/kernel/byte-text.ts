import { isUtf8 } from 'node:buffer';

const LONE_SURROGATE = /[\ud800-\udfff]/u;

/**
 * Bytes → text. Bytes that are no UTF-8 become lone surrogates U+DC80 … U+DCFF, so that encodeBytes gives the same bytes
 * back: git takes any byte in a name. (Python's "surrogateescape".)
 */
export function decodeBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  let start = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text += bytes.toString('utf8', start, at) + String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    at += 1;
    start = at;
  }
  return text + bytes.toString('utf8', start);
}

/** Text of decodeBytes → the bytes it came from. */
export function encodeBytes(text: string): Buffer {
  if (!LONE_SURROGATE.test(text)) return Buffer.from(text, 'utf8');
  return Buffer.concat(
    text.split(/([\udc80-\udcff])/u).map((piece) => {
      const code = piece.charCodeAt(0);
      const isEscape = piece.length === 1 && code >= 0xdc80 && code <= 0xdcff;
      return isEscape ? Buffer.from([code - 0xdc00]) : Buffer.from(piece, 'utf8');
    }),
  );
}

/** Length of the valid UTF-8 sequence at `at`, 0 where none begins there. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length <= 1) return length;
  return at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}
