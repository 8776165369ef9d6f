import { attempt, type Result } from '../kernel/result';
import { writeNewIdentity } from '../storage/encryption/new-identity';

/**
 * Makes a key pair; the private key goes into a new file and nowhere else. Needs no settings: it may be done on any
 * machine. Errors: CONFLICT, INVALID_INPUT.
 */
export function makeIdentity(file: string, now = new Date()): Promise<Result<{ file: string; recipient: string }>> {
  return attempt(async () => ({ file, ...(await writeNewIdentity(file, now)) }));
}
