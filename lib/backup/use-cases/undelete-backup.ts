import type { BackupContext } from '../context';
import { appError } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import { attempt, err, type Result } from '../kernel/result';
import { mirrorToCopies } from './mirror-to-copies';
import { noteDeletion } from './note-deletion';
import { type ActBy, actBy, noteAudit } from './record-audit';

/** Puts a deleted backup back while its file is still kept. Errors: NOT_FOUND (the grace period is over), CORRUPT, STORAGE_DOWN. */
export async function undeleteBackup(
  context: BackupContext,
  { id, actorName, ...by }: { id: string; actorName: string } & Partial<ActBy>,
): Promise<Result<null>> {
  if (!isId(id)) return err(appError('NOT_FOUND', 'There is no such backup.', { hint: 'Open it from the history.' }));
  return attempt(async () => {
    await context.catalog.undelete(id);
    await noteDeletion(context, id, false);
    await noteAudit(context, { act: 'backup.undelete', subject: id, ...actBy(actorName, by) });
    await mirrorToCopies(context);
    context.host.log.info('A deleted backup was put back.', { id, actorName });
    return null;
  });
}
