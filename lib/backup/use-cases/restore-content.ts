import type { Manifest } from '../catalog/manifest';
import { readBranch } from '../content/apply-publish';
import { openRemote } from '../content/git-remote';
import { openGit } from '../content/git-repository';
import type { BackupContext } from '../context';
import { AppFailure, failure } from '../kernel/app-error';
import { attempt, unwrap } from '../kernel/result';
import type { RunContext } from '../runs/execute-run';
import type { RestoredContentView } from '../views';
import { landContentAct } from './apply-content-act';
import { checkContentBundle } from './check-content-bundle';
import { contentGit } from './content-git';
import { planRestoreContent } from './plan-restore-content';
import type { PlannedContent } from './planned-content';
import { cloneContentPoint } from './recover-content';
import type { Initiator } from './start-backup';

/** The content as one part of a restore or an undo. */
export interface ContentOrder {
  planned: PlannedContent;
  /** Of whom the commit is. */
  initiator: Initiator;
  email: string | null;
  /** Where the remote does not answer, the commit may stay on this server alone. */
  keepLocally: boolean;
}

/** What a run says of its content before it is that far. */
export const waitingContent = ({ way, sha }: PlannedContent): RestoredContentView => ({
  ...{ way, sha, state: way === 'same' ? 'done' : 'waiting' },
  ...{ commit: null, files: 0, pushed: null, keptAs: null, reason: null, warnings: [] },
});

/**
 * Everything of the content that can fail before the database is touched: the stored bytes, the remote, edits that are
 * in the way. Throws AppFailure, and nothing was changed: CORRUPT, STORAGE_DOWN, CONFLICT, STALE.
 */
export async function prepareContent(
  context: BackupContext,
  { planned, initiator, keepLocally }: ContentOrder,
  manifest: Manifest,
  running: RunContext,
): Promise<void> {
  if (planned.way === 'clone') await checkContentBundle(context, manifest.id, running);
  if (planned.way !== 'commit' && planned.way !== 'same') return;
  if (!keepLocally) await reachRemote(context);
  const { view, planned: now } = await planRestoreContent(context, manifest, initiator.actor.id);
  const [refusal] = view.refusals;
  if (refusal) throw failure('CONFLICT', `${refusal.message} Nothing was changed.`, { hint: refusal.hint });
  if (now && digestOf(now) === digestOf(planned)) return;
  throw failure('STALE', 'Since the plan was made, the content has changed, here or on its remote.', {
    hint: 'Read the plan again, then decide. Nothing was changed.',
  });
}

/** What it does to which files; of a content that is like that already, that it is. */
const digestOf = (planned: PlannedContent): string => ('act' in planned ? planned.act.changes : planned.way);

/** Asks the remote for newer commits, so that one that does not answer is known before anything is changed. */
export async function reachRemote(context: BackupContext): Promise<void> {
  const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
  const remote = await openRemote(git, (await readBranch(git)).branch);
  const fetched = await attempt(async () => remote?.fetch());
  if (fetched.ok) return;
  const { code, message, hint } = fetched.error;
  throw failure(code, `${message} Nothing was changed.`, {
    hint: `${hint ?? ''} Or let the change of the content stay on this server until then.`.trim(),
  });
}

/** Changes the content as planned, under the id of the run. Errors as `landContentAct` and `cloneContentPoint`. */
async function carryOutContent(
  context: BackupContext,
  { planned, initiator, email, keepLocally }: ContentOrder,
  backupId: string,
  runId: string,
): Promise<RestoredContentView> {
  const waiting = waitingContent(planned);
  if (planned.way === 'same') return waiting;
  if (!('act' in planned)) {
    const made = unwrap(await cloneContentPoint(context, backupId, { ...initiator, within: runId }));
    return { ...waiting, state: 'done', commit: made.sha, keptAs: made.keptAs };
  }
  const { act } = planned;
  const actor = { ...initiator.actor, ...(email && { email }) };
  const who = { trigger: initiator.trigger, actor, keepLocally, idempotencyKey: null, within: runId };
  const landed = unwrap(await landContentAct(context, who, () => act));
  const { sha: commit, files, pushed, live, warnings } = landed;
  return { ...waiting, state: 'done', commit, files, pushed, ...(!live && { live }), warnings };
}

/**
 * The content step of a run whose database is done already. `note` is given what the run and its record shall say.
 * Throws AppFailure where it failed, which says plainly that the database part stands.
 */
export async function contentStep(
  context: BackupContext,
  order: ContentOrder,
  { backupId, running, done }: { backupId: string; running: RunContext; done: string },
  note: (content: RestoredContentView) => void,
): Promise<void> {
  if (order.planned.way === 'same') return note(waitingContent(order.planned));
  await running.phase('content', async (phase) => {
    try {
      await running.assertLease();
      const content = await carryOutContent(context, order, backupId, running.runId);
      note(content);
      phase.facts({ files: content.files, commit: content.commit ?? '' });
      for (const warning of content.warnings) phase.log(warning);
    } catch (thrown) {
      const error = thrown instanceof AppFailure ? thrown.error : null;
      const reason = (error?.message ?? 'An error in the program.').replace(
        / ?Nothing was (?:changed|restored)\.$/,
        '',
      );
      note({ ...waitingContent(order.planned), state: 'failed', reason });
      if (!error) throw thrown;
      // A plan of the database that is done is never read again.
      throw failure(error.code === 'STALE' ? 'CONFLICT' : error.code, `${done} ${reason}`, {
        hint: `${error.hint ?? ''} Then bring the content back by itself: it is offered on the page of the backup.`.trim(),
        ...(error.ref && { ref: error.ref }),
      });
    }
  });
}
