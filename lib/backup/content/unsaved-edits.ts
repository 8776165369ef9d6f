import type { UnsavedEditView } from '../views';
import type { Git } from './git-repository';

/** Edits in the working tree that are in no commit, by path. */
export async function readUnsavedEdits(git: Git): Promise<UnsavedEditView[]> {
  const words = [
    'status',
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--untracked-files=all',
    '--ignore-submodules=dirty',
  ];
  const { stdout } = await git.run(words);
  return stdout
    .split('\0')
    .filter(Boolean)
    .map((entry) => {
      const [index = ' ', tree = ' '] = entry;
      const kind = index === '?' || index === 'A' ? 'added' : index === 'D' || tree === 'D' ? 'deleted' : 'changed';
      return { path: entry.slice(3), kind };
    });
}
