import type { FileChangeView } from '../views';

export type FileForm = FileChangeView['form'];

const PICTURE = /\.(?:png|jpe?g|gif|webp|avif|bmp|ico)$/i;

const SYMLINK = '120000';
const SUBMODULE = '160000';

/** Beginnings by which pictures are known, and the type under which a browser may show them. Never SVG: it may hold scripts. */
const SIGNATURES: readonly { type: string; at: number; bytes: string }[] = [
  { type: 'image/png', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { type: 'image/jpeg', at: 0, bytes: '\xff\xd8\xff' },
  { type: 'image/gif', at: 0, bytes: 'GIF87a' },
  { type: 'image/gif', at: 0, bytes: 'GIF89a' },
  { type: 'image/webp', at: 8, bytes: 'WEBP' },
  { type: 'image/avif', at: 4, bytes: 'ftypavif' },
];

/** The type of a picture by its own bytes, whatever its name says; null for anything else. */
export function pictureType(bytes: Buffer): string | null {
  const known = SIGNATURES.find(({ at, bytes: sign }) => bytes.toString('latin1', at, at + sign.length) === sign);
  return known?.type ?? null;
}

/** By mode and name; `isBinary` where the bytes are known not to be text. */
export function formOf(path: string, mode: string | null, isBinary: boolean): FileForm {
  if (mode === SYMLINK) return 'symlink';
  if (mode === SUBMODULE) return 'submodule';
  if (PICTURE.test(path)) return 'picture';
  return isBinary ? 'binary' : 'text';
}

/** As git decides: a NUL among the first 8,000 bytes. */
export const looksBinary = (bytes: Buffer): boolean => bytes.subarray(0, 8000).includes(0);
