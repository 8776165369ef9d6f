import type { BackupContext } from '../context';
import { attempt } from '../kernel/result';
import { objectKeys } from '../storage/object-keys';
import { dropExpiredReplaced } from './drop-replaced';
import { earlierNow } from './earlier-now';
import { mirrorToCopies } from './mirror-to-copies';
import { storeRescueScript } from './store-rescue-script';

/** An upload that has not grown for so long belongs to no run: a live one writes every second. */
const SILENT_UPLOAD_MS = 3_600_000;

/** Removes what an unfinished backup left. A failure here must not hide the reason for which it was not finished: it is logged. */
export async function discardUnfinished({ catalog, host }: BackupContext, backupId: string): Promise<void> {
  const discarded = await attempt(() => catalog.discard(backupId));
  if (discarded.ok) return;
  const facts = { backupId, reason: discarded.error.message };
  host.log.error('What an unfinished backup left in the storage could not be removed.', facts);
}

/**
 * Removes replaced databases whose time is over, the files of deleted backups whose grace period is over, and uploads that could not be removed when their
 * run failed; all by the earlier of both clocks. A failure here cannot undo the backup just made: it is logged.
 */
export async function tidyStorage(context: BackupContext): Promise<void> {
  const { catalog, settings, host, store, site, copies } = context;
  await dropExpiredReplaced(context);
  await storeRescueScript(context);
  const { reached, standing } = await mirrorToCopies(context);
  const now = await earlierNow(context);
  if (now === null) {
    host.log.warn('Nothing was removed for good: the database does not tell the time.');
    return;
  }
  const before = (milliseconds: number) => new Date(now.getTime() - milliseconds);
  const olderThan = before(settings.BACKUP_DELETE_GRACE_HOURS * 3_600_000);
  // The removal records here tell the copies what to remove: they go last, and not while a copy has the backup still.
  const primary = { name: 'primary', store, catalog, keep: standing };
  const places = [...copies.map((copy) => ({ ...copy, keep: new Set<string>() })), ...(reached ? [primary] : [])];
  for (const place of places) {
    const at = { store: place.name };
    const purged = await attempt(() => place.catalog.purgeRemoved({ olderThan, keep: place.keep }));
    if (purged.ok && purged.value.length > 0)
      host.log.info('Files of deleted backups were removed.', { ...at, ids: purged.value });
    if (!purged.ok)
      host.log.error('Files of deleted backups could not be removed.', { ...at, reason: purged.error.message });
  }
  for (const place of [...copies, { name: 'primary', store }]) {
    const prefix = objectKeys(site.slug).sitePrefix;
    const swept = await attempt(() => place.store.sweepUploads(prefix, before(SILENT_UPLOAD_MS)));
    const facts = { store: place.name, reason: swept.ok ? '' : swept.error.message };
    if (!swept.ok) host.log.error('Unfinished uploads could not be removed.', facts);
  }
}
