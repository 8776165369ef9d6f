import { isId } from '../kernel/ids';
import { isObjectKey } from '../storage/key-rules';
import type { ObjectKeys } from '../storage/object-keys';
import { type Manifest, manifestSchema, type UnsignedManifest } from './manifest';
import type { Signer } from './signature';
import { deepFreeze, isAuthentic, parseObject } from './signed-json';

export type ParsedManifest =
  | { state: 'readable'; manifest: Manifest; signatureValid: boolean }
  | { state: 'damaged'; reason: string };

const damaged = (reason: string): ParsedManifest => ({ state: 'damaged', reason });

/** What the bytes at `key` are worth. Trusts nothing in them: neither their form nor where they say they belong. */
export function parseManifest(bytes: Uint8Array, key: string, place: CatalogPlace): ParsedManifest {
  const raw = parseObject(bytes);
  if (raw === null) return damaged('The manifest is not readable: its JSON is broken.');
  const parsed = manifestSchema.safeParse(raw);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') || 'its top level';
    return damaged(`The manifest is malformed at ${where}.`);
  }
  const manifest = parsed.data;
  const misplaced = misplacement(manifest, place);
  if (misplaced !== null) return damaged(misplaced);
  if (place.keys.manifestKey(manifest.id) !== key) {
    return damaged('The manifest of another backup stands in this folder.');
  }
  return {
    state: 'readable',
    manifest: deepFreeze(manifest),
    signatureValid: isAuthentic(place.signer, 'manifest:v1', manifest, bytes),
  };
}

export interface CatalogPlace {
  site: string;
  keys: ObjectKeys;
  signer: Signer;
}

/** Why a manifest does not belong to this site or points outside its own folder; null where all is well. */
export function misplacement(
  manifest: UnsignedManifest,
  { site, keys }: Pick<CatalogPlace, 'site' | 'keys'>,
): string | null {
  if (manifest.site !== site) return 'The manifest belongs to another site.';
  const { key, format, encryption } = manifest.artifact;
  if (!isObjectKey(key) || !key.startsWith(keys.backupPrefix(manifest.id))) {
    return 'The manifest names a data file outside its own folder.';
  }
  for (const piece of manifest.bundle ? [manifest.bundle, ...manifest.bundle.needs] : []) {
    const [, id = ''] = /\/([^/]+)\/[^/]+$/.exec(piece.key) ?? [];
    if (!isId(id) || piece.key !== keys.bundleKey(id, piece.encryption ?? 'none'))
      return 'The manifest names a content bundle outside its place.';
  }
  if (key !== keys.dataKey(manifest.id, format, encryption))
    return 'The manifest names a data file that does not fit its format.';
  return null;
}
