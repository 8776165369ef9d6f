import { attempt } from '../kernel/result';
import type { CommitSha } from './commit-sha';
import type { Git } from './git-repository';
import { type ContentAct, type PlannedTree, planTree } from './plan-tree';
import { readTreeChanges } from './tree-changes';
import { readUnsavedEdits } from './unsaved-edits';
import { obstaclesTo, readWorktreeFiles } from './worktree-files';

export interface ActObstacles {
  /** Files with edits in no commit that the act would write over, or that keep it from being true already. */
  unsaved: string[];
  /** The remote, as last fetched, is like that already; this server is not. */
  behind: boolean;
}

/** What of this server is in the way of an act that was planned from `base`, which is `head` or a commit ahead of it. */
export async function readActObstacles(
  git: Git,
  act: ContentAct,
  { changes, conflicts, tree }: PlannedTree,
  { head, base }: { head: CommitSha; base: CommitSha },
): Promise<ActObstacles> {
  if (conflicts.length > 0) return { unsaved: [], behind: false };
  if (changes.length > 0) {
    // Where the remote is ahead, its commits come along with the act, so edits in their files are in the way too.
    const moving = base === head ? changes : await readTreeChanges(git, head, tree);
    const files = await readWorktreeFiles(
      git,
      moving.map(({ path }) => path),
    );
    return { unsaved: obstaclesTo(moving, files), behind: false };
  }
  const here = base === head ? null : await attempt(() => planTree(git, act, head));
  const behind = here?.ok === true && here.value.changes.length + here.value.conflicts.length > 0;
  return { unsaved: await editsOf(git, act), behind };
}

/** Edits in files whose state an act names. Files that no commit knows are left by every act. */
async function editsOf(git: Git, act: ContentAct): Promise<string[]> {
  if (act.kind === 'revert' || act.kind === 'recover') return [];
  const named = act.kind === 'restore' ? act.paths : act.kind === 'copy' ? [act.to] : null;
  const isMeant = (path: string) => named === null || named.some((at) => path === at || path.startsWith(`${at}/`));
  const edits = await readUnsavedEdits(git);
  return edits.filter(({ path, kind }) => kind !== 'added' && isMeant(path)).map(({ path }) => path);
}
