import type { EncryptionVerdict } from '../views';

export interface EncryptionFacts {
  recipients: readonly string[];
  /** Recipients whose private key is on this server. */
  held: readonly string[];
  identity: 'none' | 'set' | 'unreadable';
  /** Whether backups leave this server: copies, or a primary store elsewhere. */
  offSite: boolean;
}

/** What is most wrong with the keys, from facts alone. A lost key is a lost backup: that weighs more than a read one. */
export function judgeEncryption({ recipients, held, identity, offSite }: EncryptionFacts): EncryptionVerdict {
  if (identity === 'unreadable') return 'unreadable-identity';
  if (recipients.length === 0) return offSite ? 'plain-off-site' : 'plain';
  if (held.length === recipients.length) return 'only-key-here';
  if (identity === 'set' && held.length === 0) return 'other-identity';
  return identity === 'none' ? 'no-identity' : 'sound';
}
