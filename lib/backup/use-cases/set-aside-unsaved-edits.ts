import { finishInterrupted, readBranch } from '../content/apply-publish';
import { openGit } from '../content/git-repository';
import { putAside, readEdits } from '../content/rescue';
import { readUnsavedEdits } from '../content/status';
import { refuseUnfinished } from '../content/unfinished-work';
import type { BackupContext } from '../context';
import { counted } from '../kernel/counted';
import { attempt, type Result, unwrap } from '../kernel/result';
import type { ContentActResultView } from '../views';
import { contentGit } from './content-git';
import { type EditsRequest, readEditsRequest } from './save-unsaved-edits';
import type { Initiator } from './start-backup';
import { writeContent } from './write-content';

/**
 * Keeps edits that are in no commit under a rescue ref, then gives the files back the content of the last commit.
 * Errors: INVALID_INPUT, NOTHING_TO_DO, CONFLICT (edited again meanwhile, unfinished merge), UNSUPPORTED (a link), BUSY.
 */
export async function setAsideUnsavedEdits(
  context: BackupContext,
  request: EditsRequest,
  initiator: Pick<Initiator, 'trigger'> = { trigger: 'manual' },
): Promise<Result<ContentActResultView>> {
  const parsed = await attempt(async () => readEditsRequest(request));
  if (!parsed.ok) return parsed;
  const { paths, actor } = parsed.value;
  const who = { trigger: initiator.trigger, actor, idempotencyKey: null };
  return writeContent(context, who, async ({ runId, assertMayWrite, note }) => {
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    await finishInterrupted(git);
    await refuseUnfinished(git);
    const { head } = await readBranch(git);
    const edits = await readEdits(git, await readUnsavedEdits(git), paths);
    const message = parsed.value.message || `Edits put aside: ${counted(edits.length, 'file')}`;
    note(message.split('\n', 1)[0] ?? '');
    await assertMayWrite();
    const author = { name: actor.name, email: actor.email ?? null };
    const { sha, ref, files, left } = await putAside(git, edits, { head, runId, author, message });
    return {
      ...{ sha, kind: 'restore' as const, runId, files, rescueRef: ref },
      pushed: 'kept-locally',
      live: left.length === 0,
      warnings: left.map((path) => `${path} was edited in the same moment and stands as edited.`),
    };
  });
}
