import { access } from 'node:fs/promises';
import path from 'node:path';
import { failure } from '../kernel/app-error';
import type { Git } from './git-repository';
import { gitFolder } from './index-lock';

export type UnfinishedWork = 'merge' | 'revert' | 'cherry-pick' | 'rebase';

const SIGNS: readonly (readonly [name: string, work: UnfinishedWork])[] = [
  ['MERGE_HEAD', 'merge'],
  ['REVERT_HEAD', 'revert'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
];

/** What somebody began by hand in the content folder and did not end; null: nothing. */
export async function readUnfinished(git: Git): Promise<UnfinishedWork | null> {
  const folder = await gitFolder(git);
  for (const [name, work] of SIGNS) {
    const isThere = await access(path.join(/* turbopackIgnore: true */ folder, name)).then(
      () => true,
      () => false,
    );
    if (isThere) return work;
  }
  return null;
}

/** Throws AppFailure CONFLICT: a commit of ours in between would become part of what is half done. */
export async function refuseUnfinished(git: Git): Promise<void> {
  const work = await readUnfinished(git);
  if (!work) return;
  throw failure('CONFLICT', `A ${work} was begun in the content folder and not finished.`, {
    hint: 'Finish it there, or stop it: the status of the content offers that where nothing is lost.',
  });
}
