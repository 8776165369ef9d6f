import type { BackupContext } from '../context';
import { attempt } from '../kernel/result';
import { judgeEncryption } from '../policy/encryption-verdict';
import { readIdentities } from '../storage/encryption/identity-source';
import { heldRecipients } from '../storage/encryption/key-challenge';
import type { EncryptionView } from '../views';
import { identitySource } from './stored-encryption';

/** To which keys new backups are encrypted, which of their private keys sit on this server, and what is wrong with that. */
export async function getEncryption(context: BackupContext): Promise<EncryptionView> {
  const recipients = context.settings.BACKUP_ENCRYPT_TO;
  const identities = await attempt(() => readIdentities(identitySource(context)));
  const held = identities.ok && identities.value ? await heldRecipients(recipients, identities.value) : [];
  const identity = identities.ok ? (identities.value ? 'set' : 'none') : 'unreadable';
  const offSite = context.copies.length > 0 || context.store.kind !== 'local';
  return {
    verdict: judgeEncryption({ recipients, held, identity, offSite }),
    recipients: recipients.map((recipient) => ({ recipient, held: held.includes(recipient) })),
    identity,
  };
}
