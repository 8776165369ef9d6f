import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { failure } from '../kernel/app-error';
import { readBranch } from './apply-publish';
import { type CommitSha, isSha } from './commit-sha';
import type { ContentPath } from './content-path';
import type { Git } from './git-repository';
import { gitFolder } from './index-lock';
import { findIndexLock } from './lock-holder';
import { editsAt, putAside } from './rescue';
import type { ContentAuthor } from './signature-lines';
import { readUnfinished } from './unfinished-work';
import { readUnsavedEdits } from './unsaved-edits';

/** Younger than this, the lock may belong to a process that cannot be seen from here yet. */
const OLD_MS = 60_000;

const STATE_FILES = ['MERGE_HEAD', 'MERGE_MODE', 'MERGE_MSG', 'REVERT_HEAD', 'CHERRY_PICK_HEAD', 'AUTO_MERGE'];

/** Removes a lock that was left behind. Throws BUSY where its holder may be alive, NOTHING_TO_DO without one. */
export async function removeStaleLock(git: Git): Promise<void> {
  const folder = await gitFolder(git);
  const lock = path.join(folder, 'index.lock');
  const before = await stat(lock).catch(() => null);
  const found = await findIndexLock(git.root, folder);
  if (!found || !before) {
    throw failure('NOTHING_TO_DO', 'There is no lock any more.', { hint: 'Look at the status again.' });
  }
  if (found.holder !== 'gone' || found.ageMs <= OLD_MS) {
    throw failure('BUSY', 'The lock may belong to a Git process that is at work. It was not removed.', {
      hint: 'Wait a minute, then look at the status again.',
    });
  }
  // Another one may have taken its place since it was looked at.
  const now = await stat(lock).catch(() => null);
  if (now?.ino === before.ino && now.mtimeMs === before.mtimeMs) await rm(lock, { force: true });
}

/**
 * Stops a merge, revert or cherry-pick that was begun by hand: what stands in the files is kept under a rescue ref with
 * the commit that was to be merged, then the files are those of the last commit. Untracked files stay.
 * Throws AppFailure: NOTHING_TO_DO, UNSUPPORTED (a rebase), CONFLICT, BUSY.
 */
export async function abortUnfinished(git: Git, place: { runId: string; author: ContentAuthor }): Promise<void> {
  const work = await readUnfinished(git);
  if (!work) throw failure('NOTHING_TO_DO', 'Nothing is unfinished.', { hint: 'Look at the status again.' });
  if (work === 'rebase') {
    throw failure('UNSUPPORTED', 'A rebase cannot be stopped safely from here.', {
      hint: 'Run "git rebase --abort" in the content folder on the server.',
    });
  }
  const folder = await gitFolder(git);
  const { head } = await readBranch(git);
  const tracked = (await git.run(['ls-files', '-z', '--cached'])).stdout.split('\0');
  const known = new Set(tracked);
  const paths = (await readUnsavedEdits(git))
    .filter(({ path: file, kind }) => kind !== 'added' || known.has(file))
    .map(({ path: file }) => file as ContentPath);
  const edits = await editsAt(git, paths);
  const alsoKeep = await otherParents(git);
  const message = `Kept from a ${work} that was stopped`;
  await putAside(git, edits, { head, ...place, alsoKeep, message });
  await git.run(['read-tree', '--reset', head]);
  await git.run(['update-index', '-q', '--refresh'], { allowExit: [0, 1] });
  for (const name of STATE_FILES) await rm(path.join(/* turbopackIgnore: true */ folder, name), { force: true });
}

async function otherParents(git: Git): Promise<CommitSha[]> {
  const found: CommitSha[] = [];
  for (const name of ['MERGE_HEAD', 'CHERRY_PICK_HEAD']) {
    const sha = (await git.read('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`))?.trim();
    if (sha && isSha(sha)) found.push(sha);
  }
  return found;
}
