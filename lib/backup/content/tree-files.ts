import type { Git } from './git-repository';

/** Paths of all files of a tree, in the order of git, which is that of bytes. `revision` is a checked id or a fixed word. */
export async function listTree(git: Git, revision: string): Promise<string[]> {
  const { stdout } = await git.run(['ls-tree', '-r', '-z', '--name-only', '--end-of-options', revision]);
  return stdout.split('\0').filter(Boolean);
}
