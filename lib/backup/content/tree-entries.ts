import { failure } from '../kernel/app-error';
import type { CommitSha } from './commit-sha';
import type { ContentPath } from './content-path';
import type { Git } from './git-repository';

export interface TreeFile {
  path: ContentPath;
  mode: string;
  oid: string;
}

/** One file of a commit. Throws AppFailure NOT_FOUND where that commit has no such file; a folder is none. */
export async function findTreeFile(git: Git, sha: CommitSha, path: ContentPath): Promise<TreeFile> {
  // A name that is no UTF-8 cannot be an argument: it is picked out of the whole.
  const isText = !/[\ud800-\udfff]/u.test(path);
  const words = ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', sha, ...(isText ? ['--', path] : [])];
  const rows = (await git.run(words)).stdout.split('\0').filter(Boolean);
  for (const row of rows) {
    const [, mode = '', oid = '', name = ''] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(row) ?? [];
    if (name === path) return { mode, oid, path };
  }
  throw failure('NOT_FOUND', 'That file is not in this commit.', {
    hint: 'Its history tells in which commits it was.',
  });
}
