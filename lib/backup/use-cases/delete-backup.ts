import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { keepReason } from '../policy/keep-reason';
import { keptBackup } from './backup-view';
import { backupsInUse } from './backups-in-use';
import { mirrorToCopies } from './mirror-to-copies';
import { noteDeletion } from './note-deletion';
import { type ActBy, actBy, noteAudit } from './record-audit';

/**
 * Takes a backup out of the catalogue. Its file stays for BACKUP_DELETE_GRACE_HOURS, so that `undeleteBackup` can put
 * it back. Errors: NOT_FOUND, CONFLICT (the last good one, a pinned one), BUSY (being verified or restored now), STORAGE_DOWN.
 */
export async function deleteBackup(
  context: BackupContext,
  { id, actorName, ...by }: { id: string; actorName: string } & Partial<ActBy>,
): Promise<Result<null>> {
  return attempt(async () => {
    if (!isId(id)) throw failure('NOT_FOUND', 'There is no such backup.', { hint: 'Open it from the history.' });
    const entry = await context.catalog.get(id);
    const { entries } = await context.catalog.list();
    const reason = keepReason(keptBackup(entry), entries.map(keptBackup), await backupsInUse(context));
    if (reason === 'last-good') {
      throw failure('CONFLICT', 'This is the last good backup. It cannot be deleted.', {
        hint: 'Make another backup first, then delete this one.',
      });
    }
    if (reason === 'in-use') {
      throw failure('BUSY', 'This backup is in use right now: it is being verified or restored.', {
        hint: 'Delete it when that has ended.',
      });
    }
    if (reason === 'pinned') {
      throw failure('CONFLICT', 'This backup is pinned: it is kept until somebody releases it.', {
        hint: 'Release the pin first, then delete it.',
      });
    }
    await context.catalog.remove(id, { actor: actorName });
    await noteDeletion(context, id, true);
    await noteAudit(context, {
      act: 'backup.delete',
      subject: id,
      ...actBy(actorName, by),
      detail: deletedFacts(entry),
    });
    // Last: whatever becomes of a copy, what happened here stands in the audit.
    await mirrorToCopies(context);
    context.host.log.info('A backup was deleted. Its file is kept for the grace period.', { id, actorName });
    return null;
  });
}

const deletedFacts = ({ manifest }: CatalogEntry) => ({
  createdAt: manifest.createdAt,
  scope: manifest.scope.kind,
  size: manifest.artifact.size,
});
