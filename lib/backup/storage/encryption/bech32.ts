const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const CHECKSUM_LENGTH = 6;

function checksum(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, factor] of GENERATOR.entries()) if ((top >>> bit) & 1) sum ^= factor;
  }
  return sum;
}

/** Prefix and bytes of a Bech32 text (BIP 173, as age writes its keys); null where it is none or was mistyped. */
export function decodeBech32(text: string): { prefix: string; bytes: Buffer } | null {
  if (text !== text.toLowerCase() && text !== text.toUpperCase()) return null;
  const lower = text.toLowerCase();
  const split = lower.lastIndexOf('1');
  const prefix = lower.slice(0, split);
  const values = [...lower.slice(split + 1)].map((character) => ALPHABET.indexOf(character));
  if (split < 1 || values.length <= CHECKSUM_LENGTH || values.includes(-1)) return null;
  const codes = [...prefix].map((character) => character.charCodeAt(0));
  if (checksum([...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31), ...values]) !== 1) return null;
  const bits = values
    .slice(0, -CHECKSUM_LENGTH)
    .map((value) => value.toString(2).padStart(5, '0'))
    .join('');
  const rest = bits.slice(bits.length - (bits.length % 8));
  if (rest.length > 4 || rest.includes('1')) return null;
  return { prefix, bytes: Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))) };
}
