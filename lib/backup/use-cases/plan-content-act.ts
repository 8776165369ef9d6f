import { type ActObstacles, readActObstacles } from '../content/act-obstacles';
import { readBranch } from '../content/apply-publish';
import { readDiff } from '../content/diff';
import { openRemote } from '../content/git-remote';
import { type Git, openGit } from '../content/git-repository';
import { remoteTip } from '../content/land-commit';
import { readCommit } from '../content/log';
import { commitView } from '../content/log-format';
import { describeConflicts, findUnparsable } from '../content/plan-findings';
import { type ContentAct, isAncestor, isMerge, type PlannedTree, planTree } from '../content/plan-tree';
import { quotable } from '../content/signature-lines';
import { changesDigest, isLink } from '../content/tree-changes';
import type { BackupContext } from '../context';
import { counted, named } from '../kernel/counted';
import { attempt, type Result, unwrap } from '../kernel/result';
import type { ContentPlanView } from '../views';
import { type ContentActRequest, checkContentAct, MANY_FILES, signContentPlan } from './content-act';
import { contentGit } from './content-git';

/** A plan of content holds longer than one of a database: what it would do is checked again, file by file. */
const HOLDS_MS = 3_600_000;

/**
 * What an act on content would do, made of objects alone: no file, no branch and no remote changes. Refusals stand in the
 * plan, with the next step; then it has no token.
 * Errors: UNSUPPORTED (no git), NOT_FOUND (commit), INVALID_INPUT, NOTHING_TO_DO, CORRUPT.
 */
export async function planContentAct(
  context: BackupContext,
  request: ContentActRequest,
  actor: { id: string } | null = null,
): Promise<Result<ContentPlanView>> {
  return attempt(async () => {
    const act = checkContentAct(request);
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    const { head, branch } = await readBranch(git);
    const remote = await openRemote(git, branch);
    const tip = remote && branch ? await remoteTip(git, remote.name, branch) : null;
    const base = tip && (await isAncestor(git, head, tip)) ? tip : head;
    const planned = await planTree(git, act, base);
    const message = await messageFor(git, act, planned);
    const obstacles = await readActObstacles(git, act, planned, { head, base });
    const refusals = refusalsFor(planned, branch, obstacles);
    const diff = await readDiff(git, { from: base, to: planned.conflicts.length > 0 ? base : planned.tree });
    const count = planned.changes.length;
    return {
      token:
        refusals.length > 0
          ? null
          : signContentPlan(context, {
              act: plainAct(act),
              base,
              changes: changesDigest(planned.changes),
              count,
              actorId: actor?.id ?? null,
              expiresAt: context.clock.now().getTime() + HOLDS_MS,
            }),
      kind: act.kind,
      sha: act.kind === 'copy' ? base : act.sha,
      expectedHead: base,
      diff: { from: base, to: null, commit: await commitOf(git, act), merge: false, ...diff },
      conflicts: await describeConflicts(git, planned.conflicts),
      unparsable: await findUnparsable(git, planned.changes),
      unsavedInTheWay: obstacles.unsaved,
      remoteHasMore: tip && base === tip && tip !== head ? await countBetween(git, head, tip) : null,
      firstParentOfMerge: act.kind === 'revert' && (await isMerge(git, act.sha)),
      confirmCount: count > MANY_FILES ? count : null,
      refusals,
      warnings: planned.blocked.map((path) => ({
        code: 'blocked',
        message: `${path} cannot come back: something newer stands in its place.`,
        hint: 'Bring it back alone after that was moved.',
      })),
      message,
    };
  });
}

const commitOf = async (git: Git, act: ContentAct): Promise<ContentPlanView['diff']['commit']> =>
  act.kind === 'copy' ? null : commitView(await readCommit(git, act.sha), null);

function plainAct(act: ContentAct): ContentActRequest {
  if (act.kind === 'copy') return { kind: 'copy', path: act.path };
  return act.kind === 'restore' ? { ...act, paths: [...act.paths] } : act;
}

async function countBetween(git: Git, from: string, to: string): Promise<number> {
  const { stdout } = await git.run(['rev-list', '--count', '--end-of-options', to, `^${from}`, '--']);
  return Number(stdout.trim());
}

function refusalsFor(
  planned: PlannedTree,
  branch: string | null,
  { unsaved, behind }: ActObstacles,
): ContentPlanView['refusals'] {
  const refusals: ContentPlanView['refusals'] = [];
  const refuse = (when: boolean, code: string, message: string, hint: string) =>
    when && refusals.push({ code, message, hint });
  const conflicts = planned.conflicts.map(({ path }) => quotable(path));
  refuse(
    branch === null,
    'detached',
    'The content stands at a commit, not on a branch.',
    'Put it back on its branch first.',
  );
  refuse(
    conflicts.length > 0,
    'conflict',
    `${named(conflicts)} ${conflicts.length === 1 ? 'was' : 'were'} changed since in the same places.`,
    'Nothing was changed. Compare both sides below, then restore single files from their history instead.',
  );
  refuse(
    behind,
    'behind',
    'The remote is like that already, and this server does not have its newest commits.',
    'Get them first: the status of the content offers it.',
  );
  refuse(
    conflicts.length === 0 && planned.changes.length === 0 && unsaved.length === 0 && !behind,
    'nothing-to-do',
    'Everything is already like that.',
    'There is nothing to do.',
  );
  refuse(
    planned.changes.some(isLink),
    'links',
    'A symbolic link or another repository would be made or removed.',
    'Leave these files out.',
  );
  refuse(
    unsaved.length > 0,
    'unsaved',
    `${named(unsaved.map(quotable))} ${unsaved.length === 1 ? 'has' : 'have'} unsaved changes on the server.`,
    'Save these edits as a commit or put them aside first.',
  );
  return refusals;
}

/** Message of the commit that an act makes. */
export async function messageFor(git: Git, act: ContentAct, planned: PlannedTree): Promise<string> {
  if (act.kind === 'copy')
    return `Restore ${quotable(act.to)} from a copy\n\nFrom ${quotable(act.path)}, which the template made.`;
  const { message } = await readCommit(git, act.sha);
  const subject = quotable(message.split('\n', 1)[0] ?? '');
  const files = planned.changes.length;
  if (act.kind === 'revert') return `Revert "${subject}"\n\nThis reverts commit ${act.sha}.`;
  if (act.kind === 'recover')
    return `Bring back ${counted(files, 'file')} deleted by "${subject}"\n\nThey come from the parent of ${act.sha}.`;
  if (act.kind !== 'restore') return `Restore all content to "${subject}"\n\nAs of commit ${act.sha}.`;
  const only = act.paths.length === 1 ? act.paths[0] : undefined;
  return `Restore ${only ? quotable(only) : counted(files, 'file')}\n\nAs of commit ${act.sha}.`;
}
