import type { z } from 'zod';
import { canonicalJson } from '../kernel/canonical-json';
import { hmacSha256Hex, sameSecret } from '../kernel/digest';
import { signatureSchema as shape, type signatureSchema } from './manifest';

export type Signature = z.infer<typeof signatureSchema>;

/** Part of what is signed, so that one kind of object can never stand in for another. */
export type SignaturePurpose =
  | 'manifest:v1'
  | 'verification:v1'
  | 'tombstone:v1'
  | 'adoption:v1'
  | 'restoration:v1'
  | 'game-day:v1'
  | 'pin:v1'
  | 'release:v1'
  | 'copy:v1'
  | 'audit-head:v1'
  | 'audit-mirror:v1'
  | 'runbook:v1';

export interface Signer {
  /** Tells keys apart without giving anything of the key away. */
  readonly keyId: string;
  sign(purpose: SignaturePurpose, unsigned: object): Signature;
  /** False where anything but the signature itself was changed, or another key or purpose signed it. */
  verify(purpose: SignaturePurpose, signed: object): boolean;
}

/** HMAC-SHA256 over the purpose and the canonical JSON of everything but `signature`. The key is 32 bytes or more. */
export function createSigner(key: Uint8Array): Signer {
  if (key.byteLength < 32) throw new RangeError('A signing key has at least 32 bytes.');
  const keyId = hmacSha256Hex(key, 'key-id:v1').slice(0, 16);
  const digestOf = (purpose: SignaturePurpose, body: object) =>
    hmacSha256Hex(key, `${purpose}\n${canonicalJson(body)}`);
  return {
    keyId,
    sign: (purpose, unsigned) => {
      const { signature: _, ...body } = unsigned as { signature?: unknown };
      return { algorithm: 'HMAC-SHA256', keyId, value: digestOf(purpose, body) };
    },
    verify: (purpose, signed) => {
      const { signature, ...body } = signed as { signature?: unknown };
      const parsed = shape.strict().safeParse(signature);
      return parsed.success && parsed.data.keyId === keyId && sameSecret(parsed.data.value, digestOf(purpose, body));
    },
  };
}
