import { readBranch } from '../content/apply-publish';
import { branchObstacle } from '../content/branch-obstacle';
import { checkSha } from '../content/commit-sha';
import { openGit } from '../content/git-repository';
import type { BackupContext } from '../context';
import { appError } from '../kernel/app-error';
import { attempt, err, ok, type Result } from '../kernel/result';
import { contentRefusal } from '../policy/content-refusals';
import type { RestoredContentView, UndoContentView } from '../views';
import { readContentPlan } from './content-act';
import { contentGit } from './content-git';
import { getRun } from './get-run';
import { planContentAct } from './plan-content-act';
import type { PlannedContent } from './planned-content';
import { reachRemote } from './restore-content';

export interface UndoContentPlan {
  /** Null where the run changed no content, or that was taken back since. */
  view: UndoContentView | null;
  /** Null where nothing is to be done, or it is refused. */
  planned: PlannedContent | null;
}

const NOTHING: UndoContentPlan = { view: null, planned: null };

/**
 * What taking a run back would do to the content: a revert of the commit that it made. Changes nothing. Judged as last
 * fetched, or with `askRemote` by what the remote says now: then it throws STORAGE_DOWN or FORBIDDEN where that is silent.
 */
export async function planUndoContent(
  context: BackupContext,
  runId: string,
  actorId: string | null,
  { askRemote = false } = {},
): Promise<UndoContentPlan> {
  const told = await contentOfRun(context, runId);
  if (!told.ok) return refused({ sha: null, files: 0, refusal: null }, told.error);
  const content = told.value;
  if (content?.state !== 'done' || content.commit === null) return NOTHING;
  if (content.way === 'clone') return { view: { sha: null, files: 0, refusal: null }, planned: null };
  const sha = checkSha(content.commit);
  const view: UndoContentView = { sha, files: content.files, refusal: null };
  const opened = await openGit(context.host.contentPath(), contentGit(context));
  if (!opened.ok) return refused(view, opened.error);
  const git = opened.value;
  if (askRemote) await reachRemote(context);
  const obstacle = await attempt(async () => branchObstacle(git, await readBranch(git)));
  if (!obstacle.ok) return refused(view, obstacle.error);
  if (obstacle.value) return refused(view, contentRefusal(obstacle.value));
  const planned = await planContentAct(context, { kind: 'revert', sha }, actorId === null ? null : { id: actorId });
  if (!planned.ok) return refused(view, planned.error);
  const { token, refusals, diff } = planned.value;
  const [refusal] = refusals;
  if (refusal?.code === 'nothing-to-do') return NOTHING;
  if (token === null) return refused(view, refusal ?? { message: 'The content cannot go back.' });
  const files = diff.files.length + diff.moreFiles;
  return { view: { ...view, files }, planned: { way: 'revert', sha, act: readContentPlan(context, token, actorId) } };
}

/** By the record in the storage; where none can be read, by the row of the run. An error: nobody can tell. */
async function contentOfRun(context: BackupContext, runId: string): Promise<Result<RestoredContentView | null>> {
  const record = await attempt(() => context.restorations.read(runId));
  if (record.ok && record.value) return ok(record.value.content ?? null);
  const run = await getRun(context, runId);
  if (run.ok && run.value.status === 'lost') {
    return err(
      appError('BUSY', 'Nobody knows yet whether that restore brought its content along: its process was lost.', {
        hint: 'Try again in a minute; the log of the server says what is in the way.',
      }),
    );
  }
  if (run.ok) return ok(run.value.restore?.content ?? null);
  if (!record.ok) return record;
  // A kept database needs no row: one that came from nowhere brought no content.
  return run.error.code === 'NOT_FOUND' ? ok(null) : run;
}

const refused = (
  view: UndoContentView,
  { message, hint = '' }: { message: string; hint?: string },
): UndoContentPlan => ({
  view: { ...view, refusal: { message, hint } },
  planned: null,
});
