import { failure } from '../kernel/app-error';

const LONGEST_KEY = 500;
/** File systems allow 255 bytes for one name. */
const LONGEST_SEGMENT = 255;
const FORBIDDEN_CHARACTERS = /[\p{Cc}\p{Cs}\\]/u;

function faultOf(key: string): string | null {
  if (key.length === 0) return 'it is empty';
  if (key.length > LONGEST_KEY) return `it is longer than ${LONGEST_KEY} characters`;
  if (FORBIDDEN_CHARACTERS.test(key)) return 'it holds a backslash or a control character';
  for (const segment of key.split('/')) {
    if (segment === '') return 'it holds an empty part';
    if (segment.startsWith('.') || segment.startsWith('-')) return 'a part of it begins with a dot or a dash';
    if (Buffer.byteLength(segment) > LONGEST_SEGMENT) return `a part of it is longer than ${LONGEST_SEGMENT} bytes`;
  }
  return null;
}

/** Whether a name may stand between two slashes of a key. Names of unfinished files never may. */
export const isKeySegment = (name: string): boolean => !name.includes('/') && faultOf(name) === null;

export const isObjectKey = (key: string): boolean => faultOf(key) === null;

/** Throws INVALID_INPUT for a key that a driver must not touch: one rule for all drivers, before any of them looks. */
export function assertObjectKey(key: string): void {
  const fault = faultOf(key);
  if (fault !== null) throw failure('INVALID_INPUT', `This is not a name for a stored object: ${fault}.`);
}

/** A prefix is empty, or a key that may end in a slash or in the middle of a name. */
export function assertKeyPrefix(prefix: string): void {
  if (prefix !== '') assertObjectKey(prefix.endsWith('/') ? prefix.slice(0, -1) : prefix);
}

/** Order of listings in every driver: by bytes of UTF-8, as object stores do, which differs from JavaScript's own order. */
export const compareKeys = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));
