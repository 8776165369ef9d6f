import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import type { UnprovenFileView } from '../views';
import { noteAudit } from './record-audit';

/**
 * Keeps a data file whose manifest is gone: it is read whole, and a signed record of what it is today is put beside it.
 * It stays unproven and no backup; it can be downloaded, opened and imported. Errors: NOT_FOUND, CONFLICT, STORAGE_DOWN.
 */
export function adoptBackup(
  context: BackupContext,
  { id, actorName, signal }: { id: string; actorName: string; signal?: AbortSignal },
): Promise<Result<UnprovenFileView>> {
  return attempt(async () => {
    const { artifact, adoptedAt } = await context.catalog.adopt(id, { actor: actorName, signal });
    const { key, size, encryption } = artifact;
    const actor = { id: null, name: actorName };
    await noteAudit(context, { act: 'catalog.adopt', subject: id, actor, from: 'cli', detail: { size, encryption } });
    return { id, key, size, encryption, adoptedAt };
  });
}
