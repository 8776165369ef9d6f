import type { KitKeyView } from '../views';

export interface SealedBackup {
  id: string;
  createdAt: string;
  recipients: readonly string[];
}

/**
 * Which backups the private key of each public key opens: those that were encrypted to it, and no others. Keys of new
 * backups first, then those that were in use before, newest first. `shownId`: the backup that is told how to be opened.
 */
export function keyUse(
  current: readonly string[],
  backups: readonly SealedBackup[],
  shownId: string | null,
): KitKeyView[] {
  const newestFirst = [...backups].sort((left, right) => (left.id < right.id ? 1 : -1));
  const all = new Set([...current, ...newestFirst.flatMap(({ recipients }) => recipients)]);
  return [...all].map((recipient) => {
    const opened = newestFirst.filter(({ recipients }) => recipients.includes(recipient));
    const [newest, oldest] = [opened[0], opened.at(-1)];
    return {
      recipient,
      current: current.includes(recipient),
      opens: newest && oldest ? { backups: opened.length, from: oldest.createdAt, to: newest.createdAt } : null,
      opensShown: opened.some(({ id }) => id === shownId),
    };
  });
}
