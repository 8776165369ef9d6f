import { hmacSha256Hex, sameSecret } from './digest';

/** A small value that goes to a browser or a terminal and must come back unchanged. It is readable, so never a secret. */
export function signToken(key: Uint8Array, value: object): string {
  const body = Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${body}.${hmacSha256Hex(key, body)}`;
}

/** The value as JSON gives it, or null where anything was changed or another key signed it. */
export function readToken(key: Uint8Array, token: string): unknown {
  const [body, signature, ...more] = token.split('.');
  if (!body || !signature || more.length > 0 || !sameSecret(signature, hmacSha256Hex(key, body))) return null;
  return JSON.parse(Buffer.from(body, 'base64url').toString());
}
