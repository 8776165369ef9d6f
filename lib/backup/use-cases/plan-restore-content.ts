import type { Manifest } from '../catalog/manifest';
import { branchObstacle } from '../content/branch-obstacle';
import { hasCommits } from '../content/bundle';
import { readCommitsBetween } from '../content/commits-between';
import { readContentPoint } from '../content/content-point';
import { type Git, openGit } from '../content/git-repository';
import type { BackupContext } from '../context';
import { AppFailure } from '../kernel/app-error';
import { contentRefusal, contentRefusals } from '../policy/content-refusals';
import { isKeyless, isKeylessError } from '../policy/keyless';
import type { ContentRefusalCode, RestoreContentPlanView } from '../views';
import { readContentPlan } from './content-act';
import { contentGit } from './content-git';
import { planContentAct } from './plan-content-act';
import type { PlannedContent } from './planned-content';
import { bringContentPoint } from './recover-content';
import { tryOpening } from './stored-encryption';

export interface ContentRestorePlan {
  view: RestoreContentPlanView;
  /** Null where it is refused. */
  planned: PlannedContent | null;
}

const SHOWN_PATHS = 12;

/**
 * What bringing the content back to a recovery point would do, beside a restore of the database. Refusals stand in the
 * view. No file and no branch changes; a commit that is only in the stored bundle becomes an object of the repository.
 * Throws AppFailure STORAGE_DOWN, CANCELLED.
 */
export async function planRestoreContent(
  context: BackupContext,
  manifest: Manifest,
  actorId: string | null,
): Promise<ContentRestorePlan> {
  const nothing = emptyView(manifest);
  if (!manifest.content) return refused(nothing, 'not-in-backup');
  const { head } = manifest.content;
  const opened = await openGit(context.host.contentPath(), contentGit(context));
  if (!opened.ok && opened.error.code === 'NOT_FOUND') return planClone(context, manifest, nothing);
  if (!opened.ok) return refused(nothing, opened.error.code === 'UNSUPPORTED' ? 'no-git' : 'repository-damaged');
  const git = opened.value;
  const today = await readContentPoint(git.root, git.options);
  if (!today.ok) return refused(nothing, 'repository-damaged');
  const { value: point } = today;
  const fromBundle = !(await hasCommits(git, [head]));
  const known: RestoreContentPlanView = {
    ...nothing,
    now: point.head,
    unsaved: point.dirty.length,
    fromBundle,
    bundleBytes: fromBundle ? nothing.bundleBytes : null,
    remote: point.remote,
  };
  const brought = await bringContentPoint(context, manifest.id);
  if (!brought.ok && brought.error.code === 'CORRUPT') return refused(known, 'bundle-damaged');
  if (!brought.ok && brought.error.code === 'NOT_FOUND') return refused(known, 'no-bundle');
  if (!brought.ok && isKeylessError(brought.error)) return refused(known, 'no-key');
  if (!brought.ok) throw new AppFailure(brought.error);
  const obstacle = await branchObstacle(git, point);
  if (obstacle) return refused(known, obstacle);
  return planCommit(context, git, known, actorId);
}

async function planCommit(
  context: BackupContext,
  git: Git,
  known: RestoreContentPlanView,
  actorId: string | null,
): Promise<ContentRestorePlan> {
  const { sha } = known;
  const planned = await planContentAct(
    context,
    { kind: 'restore-all', sha },
    actorId === null ? null : { id: actorId },
  );
  if (!planned.ok) return refused(known, 'repository-damaged');
  const { diff, refusals, token, unsavedInTheWay } = planned.value;
  const view: RestoreContentPlanView = {
    ...known,
    ...(await readCommitsBetween(git, sha, known.now ?? sha)),
    counts: diff.counts,
    paths: diff.files.slice(0, SHOWN_PATHS).map(({ path }) => path),
    unsavedInTheWay: unsavedInTheWay.slice(0, SHOWN_PATHS),
    refusals: contentRefusals(refusals.map(({ code }) => code)),
  };
  if (token !== null) {
    return { view, planned: { way: 'commit', sha, act: readContentPlan(context, token, actorId) } };
  }
  if (view.refusals.length > 0) return { view, planned: null };
  return { view: { ...view, way: 'same' }, planned: { way: 'same', sha } };
}

async function planClone(
  context: BackupContext,
  { content, bundle }: Manifest,
  nothing: RestoreContentPlanView,
): Promise<ContentRestorePlan> {
  const view: RestoreContentPlanView = { ...nothing, way: 'clone', fromBundle: true, remote: content?.remote ?? null };
  if (!bundle) return refused(view, 'no-bundle');
  for (const { key, size } of [...bundle.needs, bundle]) {
    const stored = await context.store.stat(key);
    if (stored?.size !== size) return refused(view, stored ? 'bundle-damaged' : 'no-bundle');
  }
  if (isKeyless(await tryOpening(context, context.store, bundle))) return refused(view, 'no-key');
  return { view, planned: { way: 'clone', sha: nothing.sha } };
}

const refused = (view: RestoreContentPlanView, code: ContentRefusalCode): ContentRestorePlan => ({
  view: { ...view, refusals: [contentRefusal(code)] },
  planned: null,
});

const emptyView = ({ content, bundle, createdAt }: Manifest): RestoreContentPlanView => ({
  way: 'commit',
  sha: content?.head ?? '',
  committedAt: content?.committedAt ?? createdAt,
  now: null,
  newerCommits: null,
  missingCommits: null,
  commits: [],
  counts: null,
  paths: [],
  unsaved: 0,
  unsavedInTheWay: [],
  fromBundle: false,
  bundleBytes: bundle ? [...bundle.needs, bundle].reduce((sum, { size }) => sum + size, 0) : null,
  remote: null,
  refusals: [],
});
