import { deflateRawSync, inflateRawSync } from 'node:zlib';
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

/** More bytes of names than an address could hold, however well they compress. */
const MOST_BYTES = 4_000_000;

/** Many paths for one address, compressed: some hundred names of a directory fit into a few thousand characters. */
export const pathsToken = (paths: readonly string[]): string =>
  deflateRawSync(encodeBytes(paths.join('\0')), { level: 9 }).toString('base64url');

/** The paths of a token; null for a text that is none. Checks nothing about the paths themselves. */
export function readPathsToken(token: string): string[] | null {
  try {
    const bytes = inflateRawSync(Buffer.from(token, 'base64url'), { maxOutputLength: MOST_BYTES });
    const paths = decodeBytes(bytes).split('\0');
    return paths.includes('') ? null : paths;
  } catch {
    // Not compressed by us, cut off, or growing beyond measure.
    return null;
  }
}
