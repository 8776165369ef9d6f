import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { noteAudit } from './record-audit';
import type { Initiator } from './start-backup';

/** Releases all pins of a backup; one without any stays as it is. Errors: NOT_FOUND, CORRUPT, STORAGE_DOWN. */
export function unpinBackup(
  context: BackupContext,
  { id }: { id: string },
  { trigger, actor }: Initiator,
): Promise<Result<null>> {
  return attempt(async () => {
    if (!isId(id)) throw failure('NOT_FOUND', 'There is no such backup.', { hint: 'Open it from the history.' });
    await context.catalog.release(id, { actor: actor.name });
    await noteAudit(context, { act: 'backup.release', subject: id, actor, from: trigger });
    context.host.log.info('A backup is no longer pinned.', { id, actorName: actor.name });
    return null;
  });
}
