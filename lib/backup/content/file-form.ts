import type { FileChangeView } from '../views';

export type FileForm = FileChangeView['form'];

const PICTURE = /\.(?:png|jpe?g|gif|webp|avif|bmp|ico)$/i;

const SYMLINK = '120000';
const SUBMODULE = '160000';

/** Beginnings by which pictures are known, and the type under which a browser may show them. Never SVG: it may hold scripts. */
const SIGNATURES: readonly { type: string; starts: string; and?: string }[] = [
  { type: 'image/png', starts: '\x89PNG\r\n\x1a\n' },
  { type: 'image/jpeg', starts: '\xff\xd8\xff' },
  { type: 'image/gif', starts: 'GIF87a' },
  { type: 'image/gif', starts: 'GIF89a' },
  { type: 'image/webp', starts: 'RIFF', and: 'WEBP' },
];

/** The type of a picture by its own bytes, whatever its name says; null for anything else. */
export function pictureType(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, 16);
  const known = SIGNATURES.find(({ starts, and = '' }) => head.startsWith(starts) && head.startsWith(and, 8));
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
