import { finishInterrupted } from '../content/apply-publish';
import { putAside } from '../content/rescue';
import { refuseUnfinished } from '../content/unfinished-work';
import type { BackupContext } from '../context';
import { counted } from '../kernel/counted';
import type { Result } from '../kernel/result';
import type { ContentActResultView } from '../views';
import { changeEdits, type EditsRequest } from './change-edits';
import type { Initiator } from './start-backup';

/**
 * Keeps edits that are in no commit under a rescue ref, then gives the files back the content of the last commit.
 * Errors: INVALID_INPUT, NOTHING_TO_DO, CONFLICT (edited again meanwhile, unfinished merge), UNSUPPORTED (a link), BUSY.
 */
export function setAsideUnsavedEdits(
  context: BackupContext,
  request: EditsRequest,
  initiator: Pick<Initiator, 'trigger'> = { trigger: 'manual' },
): Promise<Result<ContentActResultView>> {
  return changeEdits(
    context,
    request,
    initiator,
    async ({ git, head, edits, runId, author, assertMayWrite, note, ...change }) => {
      const message = change.message || `Edits put aside: ${counted(edits.length, 'file')}`;
      note(message.split('\n', 1)[0] ?? '');
      await assertMayWrite();
      const { sha, ref, files, left } = await putAside(git, edits, { head, runId, author, message });
      return {
        ...{ sha, kind: 'restore' as const, runId, files, rescueRef: ref },
        pushed: 'kept-locally',
        live: left.length === 0,
        warnings: left.map((path) => `${path} was edited in the same moment and stands as edited.`),
      };
    },
    async (git) => {
      await finishInterrupted(git);
      await refuseUnfinished(git);
    },
  );
}
