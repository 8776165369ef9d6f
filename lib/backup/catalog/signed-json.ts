import { canonicalJson } from '../kernel/canonical-json';
import type { SignaturePurpose, Signer } from './signature';

/** Signed objects are stored as canonical JSON, so there is exactly one way to write each of them down. */
export const toSignedBytes = (signer: Signer, purpose: SignaturePurpose, unsigned: object): Buffer =>
  Buffer.from(canonicalJson({ ...unsigned, signature: signer.sign(purpose, unsigned) }));

/** The value in UTF-8 JSON bytes, or null where they hold no object. */
export function parseObject(bytes: Uint8Array): object | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    // Not JSON: the answer, not an accident.
    return null;
  }
}

/**
 * True only for the very bytes that were signed: neither another value nor another way to write the same value.
 * `parsed` is what the schema made of them, so whatever a schema leaves out counts as a change too.
 */
export const isAuthentic = (signer: Signer, purpose: SignaturePurpose, parsed: object, bytes: Uint8Array): boolean =>
  Buffer.from(canonicalJson(parsed)).equals(bytes) && signer.verify(purpose, parsed);

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
