import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import type { RestoreContentPlanView } from '../views';
import { planRestoreContent } from './plan-restore-content';

/**
 * What bringing the content alone back to a recovery point would do. Way `commit`: `planContentAct({ kind:
 * 'restore-all', sha })` plans it in full from here on; `clone`: `cloneContentPoint` makes the repository anew.
 * Errors: NOT_FOUND (no such backup), CORRUPT, STORAGE_DOWN.
 */
export async function planContentPoint(
  context: BackupContext,
  backupId: string,
): Promise<Result<RestoreContentPlanView>> {
  return attempt(async () => {
    if (!isId(backupId)) throw failure('NOT_FOUND', 'There is no such backup.', { hint: 'Open it from the history.' });
    const { manifest, signatureValid } = await context.catalog.get(backupId);
    if (!signatureValid) {
      throw failure('CORRUPT', 'The manifest was changed after it was signed, or was signed with another key.', {
        hint: 'Take another recovery point.',
      });
    }
    return (await planRestoreContent(context, manifest, null)).view;
  });
}
