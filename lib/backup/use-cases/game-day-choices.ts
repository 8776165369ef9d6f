import type { BackupContext } from '../context';
import { isGood, proofOf } from '../policy/proof';
import type { GameDayChoiceView } from '../views';

const MOST = 20;

/** Good full backups to rehearse with: those that were restored exactly first, each kind newest first. Throws STORAGE_DOWN. */
export async function gameDayChoices({ catalog }: BackupContext): Promise<GameDayChoiceView[]> {
  const { entries } = await catalog.list();
  const choices = entries
    .filter((entry) => entry.manifest.scope.kind === 'full' && isGood(proofOf(entry)))
    .map((entry) => ({
      ...{ id: entry.manifest.id, createdAt: entry.manifest.createdAt, proven: proofOf(entry) === 'restored' },
    }));
  return [...choices.filter(({ proven }) => proven), ...choices.filter(({ proven }) => !proven)].slice(0, MOST);
}
