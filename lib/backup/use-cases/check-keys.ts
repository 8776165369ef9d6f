import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { attempt, type Result, unwrap } from '../kernel/result';
import { parseIdentities } from '../storage/encryption/age-keys';
import { readIdentities, requireIdentities } from '../storage/encryption/identity-source';
import { heldRecipients } from '../storage/encryption/key-challenge';
import type { KeyCheckView } from '../views';
import { noteAudit } from './record-audit';
import type { Initiator } from './start-backup';
import { identitySource, tryOpeningWith } from './stored-encryption';

/** The private key to try: a file, its text as it was pasted, or what this server is set to use. */
export interface GivenIdentity {
  file?: string;
  text?: string;
}

/**
 * Tries out whether a private key is really held: a random text is encrypted to each public key and decrypted with it,
 * and the newest encrypted backup is begun to be opened. Writes nothing. Errors: INVALID_INPUT (no key in what was
 * given), NOTHING_TO_DO (nothing is encrypted), UNSUPPORTED (no key is set, or it opens nothing), STORAGE_DOWN.
 */
export function checkKeys(
  context: BackupContext,
  given: GivenIdentity,
  { actor }: Pick<Initiator, 'actor'>,
): Promise<Result<KeyCheckView>> {
  return attempt(async () => {
    const identities = await identitiesOf(context, given);
    const recipients = context.settings.BACKUP_ENCRYPT_TO;
    const held = await heldRecipients(recipients, identities);
    const { entries } = await context.catalog.list();
    const newest = entries.find(({ manifest }) => manifest.artifact.encryption === 'age')?.manifest;
    if (recipients.length === 0 && !newest) {
      throw failure('NOTHING_TO_DO', 'Backups are not encrypted, so there is no key to hold.', {
        hint: 'Make a key with “keys new FILE” and put its public part into BACKUP_ENCRYPT_TO.',
      });
    }
    const opening = newest ? await tryOpeningWith(context.store, newest.artifact, identities) : null;
    const opens = opening === 'open';
    await noteAudit(context, {
      act: 'keys.check',
      subject: newest?.id,
      actor,
      from: 'cli',
      detail: { held: held.length, recipients: recipients.length, opens },
    });
    if (held.length === 0 && !opens) {
      throw failure('UNSUPPORTED', 'This private key opens neither new backups nor the newest encrypted one.', {
        hint: 'Look for the key of one of the public keys in BACKUP_ENCRYPT_TO. Until it is found, no backup can be restored.',
        details: { reason: 'other-identity' },
      });
    }
    return {
      recipients: recipients.map((recipient) => ({ recipient, held: held.includes(recipient) })),
      newest: newest ? { id: newest.id, createdAt: newest.createdAt, opens } : null,
    };
  });
}

async function identitiesOf(context: BackupContext, given: GivenIdentity): Promise<readonly string[]> {
  if (given.text !== undefined) return unwrap(parseIdentities(given.text));
  if (given.file !== undefined) return (await readIdentities({ file: given.file })) ?? [];
  return requireIdentities(identitySource(context));
}
