import { randomBytes } from 'node:crypto';
import { AppFailure } from '../../kernel/app-error';
import { decryptAge, encryptAge } from './age';

const CHALLENGE_BYTES = 32;

/**
 * Public keys whose private key is really among `identities`: a random text is encrypted to each alone and decrypted.
 * No backup is read.
 */
export async function heldRecipients(recipients: readonly string[], identities: readonly string[]): Promise<string[]> {
  const held: string[] = [];
  for (const recipient of recipients) if (await isHeld(recipient, identities)) held.push(recipient);
  return held;
}

async function isHeld(recipient: string, identities: readonly string[]): Promise<boolean> {
  const secret = randomBytes(CHALLENGE_BYTES);
  const source = (async function* () {
    yield secret;
  })();
  const answer: Uint8Array[] = [];
  try {
    for await (const chunk of decryptAge(encryptAge(source, [recipient]), identities)) answer.push(chunk);
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'UNSUPPORTED') return false;
    throw error;
  }
  return Buffer.concat(answer).equals(secret);
}
