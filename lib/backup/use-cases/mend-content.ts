import { z } from 'zod';
import { finishInterrupted } from '../content/apply-publish';
import { refreshCommitGraph } from '../content/commit-graph';
import { openRemote } from '../content/git-remote';
import type { Git } from '../content/git-repository';
import { attachBranch, catchUp, pushAhead } from '../content/mend-branch';
import { abortUnfinished, removeStaleLock } from '../content/mend-state';
import type { ContentAuthor } from '../content/signature-lines';
import { refuseUnfinished } from '../content/unfinished-work';
import type { BackupContext } from '../context';
import { appError, failure } from '../kernel/app-error';
import { err, type Result } from '../kernel/result';
import type { ContentStatusView } from '../views';
import { changeContent, contentActorSchema } from './change-content';
import { getContentStatus } from './get-content-status';
import type { Initiator } from './start-backup';

const MENDS = ['attach-branch', 'abort-merge', 'remove-lock', 'deepen', 'fetch', 'push'] as const;

const requestSchema = z.strictObject({
  act: z.enum(MENDS),
  actor: contentActorSchema,
});

type Mend = (git: Git, place: { runId: string; author: ContentAuthor }) => Promise<unknown>;

const ACTS: Record<(typeof MENDS)[number], { note: string; mend: Mend }> = {
  'attach-branch': {
    note: 'Content put back on its branch',
    mend: settled((git, { runId }) => attachBranch(git, runId)),
  },
  'abort-merge': { note: 'Unfinished merge of content stopped', mend: abortUnfinished },
  'remove-lock': { note: 'Left-behind lock of content removed', mend: (git) => removeStaleLock(git) },
  deepen: { note: 'Whole history of content fetched', mend: (git) => deepen(git) },
  fetch: { note: 'Newer content got from the remote', mend: settled((git, { runId }) => catchUp(git, runId)) },
  push: { note: 'Content pushed to the remote', mend: settled((git, { runId }) => pushAhead(git, runId)) },
};

/**
 * Cures one condition of the repository, where nothing is lost by it. Gives the status afterwards.
 * Errors: INVALID_INPUT, NOTHING_TO_DO (cured already), CONFLICT, BUSY, STORAGE_DOWN, FORBIDDEN, UNSUPPORTED.
 */
export async function mendContent(
  context: BackupContext,
  request: z.input<typeof requestSchema>,
  initiator: Pick<Initiator, 'trigger'> = { trigger: 'manual' },
): Promise<Result<ContentStatusView>> {
  const parsed = requestSchema.safeParse(request);
  if (!parsed.success) return err(appError('INVALID_INPUT', 'Say what shall be mended.'));
  const { act, actor } = parsed.data;
  const who = { trigger: initiator.trigger, actor };
  const mended = await changeContent(context, who, async ({ git, runId, author, assertMayWrite, note }) => {
    note(ACTS[act].note);
    await assertMayWrite();
    await ACTS[act].mend(git, { runId, author });
  });
  return mended.ok ? getContentStatus(context) : mended;
}

/** After what was begun and not ended is out of the way. */
function settled(mend: Mend): Mend {
  return async (git, place) => {
    await finishInterrupted(git);
    await refuseUnfinished(git);
    return mend(git, place);
  };
}

async function deepen(git: Git): Promise<void> {
  const isShallow = (await git.read('rev-parse', '--is-shallow-repository'))?.trim() === 'true';
  const remote = isShallow ? await openRemote(git, null) : null;
  if (!remote)
    throw failure('NOTHING_TO_DO', 'There is no more history to get.', { hint: 'Look at the status again.' });
  await remote.fetch({ depth: 'all' });
  void refreshCommitGraph(git, { fetched: true });
}
