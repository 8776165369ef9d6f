import type { EncryptionVerdict, EncryptionView } from '../views';
import { complaint, type DoctorCheck, passed } from './doctor-check';

const COMPLAINTS: Record<
  Exclude<EncryptionVerdict, 'sound' | 'plain'>,
  ['warning' | 'failed', message: string, hint: string]
> = {
  'no-identity': [
    'warning',
    'Backups are encrypted, and this server holds no private key: nothing can be proven by restore here.',
    'Prove one now and then where the key is: npm run -s backup -- drill. Check that the key is really held: keys check.',
  ],
  'only-key-here': [
    'warning',
    'THE ONLY PRIVATE KEY IS ON THIS SERVER. If the server is lost, every backup is lost with it.',
    'Make a second key elsewhere (keys new FILE), add its public part to BACKUP_ENCRYPT_TO and print the kit (keys kit).',
  ],
  'other-identity': [
    'warning',
    'The private key on this server opens none of the new backups.',
    'Set BACKUP_IDENTITY_FILE to the key of one of the public keys in BACKUP_ENCRYPT_TO.',
  ],
  'unreadable-identity': [
    'failed',
    'The private key that is set on this server cannot be read.',
    'Check the file that BACKUP_IDENTITY_FILE names and who may read it.',
  ],
  'plain-off-site': [
    'warning',
    'Backups leave this server unencrypted: who reads the store reads every user, password hash and token.',
    'Make a key with “keys new FILE” and put its public part into BACKUP_ENCRYPT_TO.',
  ],
};

export function checkEncryption(view: EncryptionView): DoctorCheck {
  const { verdict, recipients } = view;
  if (verdict === 'plain') return passed('Backups are not encrypted and stay on this server.', view);
  if (verdict === 'sound') return passed(`Backups are encrypted to ${recipients.length} public keys.`, view);
  const [status, message, hint] = COMPLAINTS[verdict];
  return complaint(status, { message, hint }, view);
}
