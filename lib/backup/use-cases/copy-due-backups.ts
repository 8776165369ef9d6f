import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext, Destination } from '../context';
import { attempt } from '../kernel/result';
import { copyState } from '../policy/copy-state';
import { isGood, proofOf } from '../policy/proof';
import { isBeingCopied, isDeletedMeanwhile, makeCopy, noteLostCopy } from './copy-backup';
import { copyLaterRecords } from './copy-later-records';
import { chosenCopies } from './read-policy';
import type { Initiator } from './start-backup';

export interface CopiesMade {
  passed: number;
  failed: number;
}

const BY_ITSELF: Initiator = { trigger: 'schedule', actor: { id: null, name: 'Schedule' } };

/**
 * Makes every copy that is due to the destinations of the policy, newest backup first: those never tried, those whose
 * wait after a failure is over, and those that were made once and are gone there. A destination that fails is left alone
 * until the next call; a backup that was deleted meanwhile is no failure. Failures are recorded and logged, never thrown.
 */
export async function copyDueBackups(context: BackupContext, { only }: { only?: string } = {}): Promise<CopiesMade> {
  const made: CopiesMade = { passed: 0, failed: 0 };
  if (context.copies.length === 0) return made;
  const [listed, destinations] = await Promise.all([attempt(() => context.catalog.list()), chosenCopies(context)]);
  if (!listed.ok) {
    context.host.log.warn('No copies were made: the backups cannot be listed.', { reason: listed.error.message });
    return made;
  }
  const down = new Set<string>();
  for (const entry of listed.value.entries) {
    if ((only && entry.manifest.id !== only) || !isGood(proofOf(entry))) continue;
    for (const destination of destinations) {
      if (down.has(destination.name) || !isDue(context, entry, destination)) continue;
      await make(entry, destination);
    }
  }
  if (only === undefined) {
    for (const destination of destinations) {
      if (down.has(destination.name)) continue;
      const copied = listed.value.entries.filter((entry) => isGood(proofOf(entry)) && isCopied(entry, destination));
      for (const entry of await copyLaterRecords(context, destination, copied)) {
        if (isBeingCopied(context, entry.manifest.id, destination.name)) continue;
        await noteLostCopy(context, entry.manifest.id, destination, BY_ITSELF);
        if (!down.has(destination.name)) await make(entry, destination);
      }
    }
  }
  return made;

  async function make({ manifest }: CatalogEntry, destination: Destination): Promise<void> {
    const outcome = await makeCopy(context, manifest.id, destination, BY_ITSELF);
    if (!outcome.ok && isDeletedMeanwhile(outcome.error)) return;
    made[outcome.ok ? 'passed' : 'failed'] += 1;
    if (!outcome.ok) down.add(destination.name);
  }
}

const isCopied = ({ copies }: CatalogEntry, { name }: Destination): boolean =>
  copies.find(({ destination }) => destination === name)?.passed === true;

function isDue(context: BackupContext, { manifest, copies }: CatalogEntry, { name }: Destination): boolean {
  if (isBeingCopied(context, manifest.id, name)) return false;
  const now = context.clock.now();
  const { nextAttemptAt } = copyState(
    now,
    copies.filter(({ destination }) => destination === name),
  );
  return nextAttemptAt !== null && Date.parse(nextAttemptAt) <= now.getTime();
}
