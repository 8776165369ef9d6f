import { decodeBytes, encodeBytes } from './byte-text';

/**
 * A path for the address of a page: base64url, so without dots, slashes or anything that a browser or a proxy would
 * read in its own way.
 */
export const pathToken = (path: string): string => encodeBytes(path).toString('base64url');

/** The path of a token; null for a text that is none. Checks nothing about the path itself. */
export function readPathToken(token: string): string | null {
  const path = decodeBytes(Buffer.from(token, 'base64url'));
  return path !== '' && pathToken(path) === token ? path : null;
}
