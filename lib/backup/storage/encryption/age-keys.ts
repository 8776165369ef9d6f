import { appError } from '../../kernel/app-error';
import { err, ok, type Result } from '../../kernel/result';
import { decodeBech32 } from './bech32';

const KEY_BYTES = 32;
const MAKE_ONE = 'Make a key with “npm run -s backup -- keys new FILE”, or with age-keygen.';

const isKey = (text: string, prefix: string): boolean => {
  const decoded = decodeBech32(text);
  return decoded?.prefix === prefix && decoded.bytes.length === KEY_BYTES;
};

/**
 * Public keys (`age1…`) that backups are encrypted to, each once, in the order in which they stand there. INVALID_INPUT
 * names the one that is mistyped; a private key in their place is never repeated.
 */
export function parseRecipients(text: string): Result<string[]> {
  const words = [...new Set(text.split(/[\s,]+/).filter(Boolean))];
  for (const word of words) {
    if (/^age-secret-key/i.test(word)) {
      return err(
        appError('INVALID_INPUT', 'A private key stands where public keys belong.', {
          hint: 'Put in the public key, which begins with age1, and take the private one away from here.',
        }),
      );
    }
    if (word !== word.toLowerCase() || !isKey(word, 'age')) {
      return err(
        appError('INVALID_INPUT', `“${word.slice(0, 12)}…” is not an age public key, or was mistyped.`, {
          hint: MAKE_ONE,
        }),
      );
    }
  }
  return ok(words);
}

/** Private keys (`AGE-SECRET-KEY-1…`), one a line; lines that begin with # are left out, as age does. Errors hold no key. */
export function parseIdentities(text: string): Result<string[]> {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length > 0 && lines.every((line) => isKey(line, 'age-secret-key-'))) {
    return ok([...new Set(lines.map((line) => line.toUpperCase()))]);
  }
  return err(
    appError('INVALID_INPUT', 'This is not an age identity: a line that begins with AGE-SECRET-KEY-1.', {
      hint: 'Take the whole file that age-keygen or “keys new” wrote. A key behind a passphrase must be opened with age first.',
    }),
  );
}
