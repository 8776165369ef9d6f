import { readFile } from 'node:fs/promises';
import { AppFailure, failure } from '../../kernel/app-error';
import { parseIdentities } from './age-keys';

/** Where the private keys of this machine are; neither is one. */
export interface IdentitySource {
  file?: string;
  /** Read and checked already. */
  keys?: readonly string[];
}

/** Private keys of this machine, read anew each time; null where none is set. INVALID_INPUT for a file that holds none. */
export async function readIdentities({ file, keys }: IdentitySource): Promise<readonly string[] | null> {
  if (file === undefined) return keys ?? null;
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw failure('INVALID_INPUT', `The file of BACKUP_IDENTITY_FILE cannot be read (${cause.code ?? 'unknown'}).`, {
      hint: `Check that ${file} is there and belongs to the account of the site.`,
      fields: { BACKUP_IDENTITY_FILE: 'Cannot be read.' },
    });
  });
  const parsed = parseIdentities(text);
  if (parsed.ok) return [...new Set([...parsed.value, ...(keys ?? [])])];
  throw new AppFailure({ ...parsed.error, fields: { BACKUP_IDENTITY_FILE: parsed.error.message } });
}

/** What opens a file for people: it says what to do where nothing does. */
export async function requireIdentities(source: IdentitySource): Promise<readonly string[]> {
  const identities = await readIdentities(source);
  if (identities) return identities;
  throw failure('UNSUPPORTED', 'This backup is encrypted, and this machine holds no private key.', {
    hint: 'Set BACKUP_IDENTITY_FILE to the file with the private key, or BACKUP_IDENTITY to the key itself, then try again.',
    details: { reason: 'no-identity' },
  });
}
