import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { noteAudit } from './record-audit';
import type { Initiator } from './start-backup';

/**
 * Keeps a backup until the pin is released: no policy and no press deletes it. Pinning twice changes nothing. The pin is a
 * signed object beside the manifest, so it outlives the database. Errors: NOT_FOUND, CORRUPT, STORAGE_DOWN.
 */
export function pinBackup(
  context: BackupContext,
  { id, note }: { id: string; note?: string },
  { trigger, actor }: Initiator,
): Promise<Result<null>> {
  return attempt(async () => {
    if (!isId(id)) throw failure('NOT_FOUND', 'There is no such backup.', { hint: 'Open it from the history.' });
    const entry = await context.catalog.get(id);
    if (entry.pins.length > 0) return null;
    await context.catalog.pin(id, { actor: actor.name, note: note?.trim() || null });
    await noteAudit(context, { act: 'backup.pin', subject: id, actor, from: trigger, detail: { note: note?.trim() } });
    context.host.log.info('A backup was pinned.', { id, actorName: actor.name });
    return null;
  });
}
