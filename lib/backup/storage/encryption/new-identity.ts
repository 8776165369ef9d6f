import { writeFile } from 'node:fs/promises';
import { failure } from '../../kernel/app-error';

/**
 * Makes a key pair: the private key goes into a new file that only its owner reads, as age-keygen writes it; the public
 * key is given. CONFLICT where the file exists, INVALID_INPUT where it cannot be written.
 */
export async function writeNewIdentity(file: string, now: Date): Promise<{ recipient: string }> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const text = `# created: ${now.toISOString()}\n# public key: ${recipient}\n${identity}\n`;
  await writeFile(file, text, { flag: 'wx', mode: 0o600, flush: true }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EEXIST') {
      throw failure('CONFLICT', `${file} exists already. A key is never overwritten.`, {
        hint: 'Choose another name.',
      });
    }
    throw failure('INVALID_INPUT', `${file} cannot be written (${cause.code ?? 'unknown'}).`, {
      hint: 'Choose a folder that exists and that you may write to.',
      cause,
    });
  });
  return { recipient };
}
