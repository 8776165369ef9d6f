import type { CommitSha } from './commit-sha';
import { openRemote } from './git-remote';
import type { Git } from './git-repository';
import { remoteTip } from './land-commit';
import { isAncestor } from './plan-tree';
import { readUnfinished } from './unfinished-work';

/** What keeps every new commit from this branch, whatever it holds; as last fetched, for no remote is asked. */
export async function branchObstacle(
  git: Git,
  { head, branch }: { head: string; branch: string | null },
): Promise<'detached' | 'unfinished' | 'diverged' | null> {
  if (branch === null) return 'detached';
  if (await readUnfinished(git)) return 'unfinished';
  const remote = await openRemote(git, branch);
  const tip: CommitSha | null = remote && (await remoteTip(git, remote.name, branch));
  if (!tip || (await isAncestor(git, tip, head)) || (await isAncestor(git, head, tip))) return null;
  return 'diverged';
}
