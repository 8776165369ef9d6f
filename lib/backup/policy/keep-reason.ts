import type { BackupView, Proof } from '../views';
import { isGood } from './proof';

interface KeptBackup {
  id: string;
  scope: 'full' | 'schema' | 'tables';
  proof: Proof;
  pinned?: boolean;
}

/**
 * Why a backup cannot be deleted now, or null. The last good full backup always stays, whatever an admin presses;
 * while there is no full one, the last good backup of any scope stays.
 */
export function keepReason(
  backup: KeptBackup,
  all: readonly KeptBackup[],
  inUse: ReadonlySet<string>,
): BackupView['keepReason'] {
  if (inUse.has(backup.id)) return 'in-use';
  if (backup.pinned) return 'pinned';
  if (!isGood(backup.proof)) return null;
  const good = all.filter(({ proof }) => isGood(proof));
  const full = good.filter(({ scope }) => scope === 'full');
  const indispensable = full.length > 0 ? full : good;
  return indispensable.length === 1 && indispensable[0]?.id === backup.id ? 'last-good' : null;
}
