import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_LENGTH = 10;
const RANDOM_BYTES = 10;

/** 26 characters of Crockford base 32: 48 bits of time in milliseconds, then 80 random bits. Sorts by time, never reused. */
export const ID_PATTERN = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

export function newId(at: Date): string {
  let time = at.getTime();
  let head = '';
  for (let i = 0; i < TIME_LENGTH; i += 1) {
    head = ALPHABET[time % 32] + head;
    time = Math.floor(time / 32);
  }
  let bits = 0n;
  for (const byte of randomBytes(RANDOM_BYTES)) bits = (bits << 8n) | BigInt(byte);
  let tail = '';
  for (let i = 0; i < 16; i += 1) {
    tail = ALPHABET[Number(bits & 31n)] + tail;
    bits >>= 5n;
  }
  return head + tail;
}

export const isId = (text: string): boolean => ID_PATTERN.test(text);

/** Six characters that join what a person reads to a line in the log. */
export function newReference(): string {
  return [...randomBytes(6)].map((byte) => ALPHABET[byte % 32]).join('');
}

/** The moment at which an id was made, in milliseconds precision. */
export function idTime(id: string): Date {
  let time = 0;
  for (const character of id.slice(0, TIME_LENGTH)) time = time * 32 + ALPHABET.indexOf(character);
  return new Date(time);
}
