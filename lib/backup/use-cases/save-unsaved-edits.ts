import { landCommit } from '../content/land-commit';
import { quotable } from '../content/signature-lines';
import { buildTree } from '../content/temporary-index';
import { readTreeChanges } from '../content/tree-changes';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { counted } from '../kernel/counted';
import type { Result } from '../kernel/result';
import type { ContentActResultView } from '../views';
import { resultView } from './apply-content-act';
import { changeEdits, type EditsRequest } from './change-edits';
import type { Initiator } from './start-backup';

/**
 * Saves edits that are in no commit as one, by the admin, and pushes it. The files do not change.
 * Errors: INVALID_INPUT, NOTHING_TO_DO, CONFLICT (the remote changed the same files), UNSUPPORTED (a link), BUSY,
 * STORAGE_DOWN (remote), FORBIDDEN.
 */
export function saveUnsavedEdits(
  context: BackupContext,
  request: EditsRequest,
  initiator: Pick<Initiator, 'trigger'> = { trigger: 'manual' },
): Promise<Result<ContentActResultView>> {
  return changeEdits(context, request, initiator, async ({ git, head, edits, note, message: written, ...change }) => {
    const [only] = edits;
    const words = edits.length === 1 && only ? quotable(only.path) : counted(edits.length, 'file');
    const message = written || `Save edits of ${words}`;
    note(message.split('\n', 1)[0] ?? '');
    const landed = await landCommit(git, {
      ...change,
      build: async (base) => {
        const edited = new Set(edits.map(({ path }) => path));
        const others = base === head ? [] : await readTreeChanges(git, head, base);
        const both = others.find(({ path }) => edited.has(path));
        if (both) {
          throw failure('CONFLICT', `The remote has another version of “${both.path}”.`, {
            hint: 'Put these edits aside, get the newer commits, then make the edits again.',
          });
        }
        const tree = await buildTree(git, base, edits);
        return { tree, message, changes: await readTreeChanges(git, base, tree) };
      },
    });
    return resultView('restore', change.runId, landed);
  });
}
