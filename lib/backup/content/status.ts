import { stat } from 'node:fs/promises';
import path from 'node:path';
import { unwrap } from '../kernel/result';
import type { ContentStatusView } from '../views';
import { readContentPoint } from './content-point';
import type { Git } from './git-repository';
import { gitFolder } from './index-lock';
import { type FoundLock, findIndexLock } from './lock-holder';
import { displayText } from './log-format';
import { listTree } from './tree-files';
import { readUnfinished, type UnfinishedWork } from './unfinished-work';
import { readUnsavedEdits } from './unsaved-edits';

/** The repository as it stands; what follows from it is decided by `contentConditions`. */
export interface ContentState
  extends Pick<
    ContentStatusView,
    | 'head'
    | 'branch'
    | 'remote'
    | 'committedAt'
    | 'files'
    | 'behind'
    | 'ahead'
    | 'fetchedAt'
    | 'unsaved'
    | 'moreUnsaved'
    | 'rescued'
  > {
  unfinished: UnfinishedWork | null;
  lock: FoundLock | null;
  shallow: boolean;
}

const SHOWN_EDITS = 200;
const SHOWN_RESCUED = 20;

/** Reads everything without a lock and without the network. Throws AppFailure as readContentPoint. */
export async function readContentState(git: Git): Promise<ContentState> {
  const point = unwrap(await readContentPoint(git.root, git.options));
  const folder = await gitFolder(git);
  const [files, distance, fetchedAt, edits, rescued, unfinished, lock, shallow] = await Promise.all([
    listTree(git, point.head).then((paths) => paths.length),
    readDistance(git, point.branch),
    modifiedAt(path.join(folder, 'FETCH_HEAD')),
    readUnsavedEdits(git),
    readRescued(git),
    readUnfinished(git),
    findIndexLock(git.root, folder),
    git.read('rev-parse', '--is-shallow-repository').then((answer) => answer?.trim() === 'true'),
  ]);
  const { head, branch, remote, committedAt } = point;
  return {
    ...{ head, branch, remote, committedAt, files, fetchedAt, rescued, unfinished, lock, shallow },
    behind: distance?.behind ?? null,
    ahead: distance?.ahead ?? null,
    unsaved: edits.slice(0, SHOWN_EDITS),
    moreUnsaved: Math.max(0, edits.length - SHOWN_EDITS),
  };
}

/** Commits on each side, against the remote branch as it was last fetched. Null where there is none of that name. */
async function readDistance(git: Git, branch: string | null): Promise<{ behind: number; ahead: number } | null> {
  if (branch === null) return null;
  const names = await git.read('for-each-ref', '--format=%(refname)', 'refs/remotes/');
  const ref = (names ?? '').split('\n').find((name) => name.split('/').slice(3).join('/') === branch);
  if (!ref) return null;
  const { stdout } = await git.run(['rev-list', '--left-right', '--count', '--end-of-options', `${ref}...HEAD`, '--']);
  const [behind, ahead] = stdout.trim().split(/\s+/).map(Number);
  return { behind: behind ?? 0, ahead: ahead ?? 0 };
}

async function modifiedAt(file: string): Promise<string | null> {
  try {
    return (await stat(file)).mtime.toISOString();
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
}

async function readRescued(git: Git): Promise<ContentStatusView['rescued']> {
  const format = '--format=%(refname)%00%(objectname)%00%(committerdate:unix)%00%(contents:subject)';
  const words = ['--sort=-committerdate', `--count=${SHOWN_RESCUED}`, format, 'refs/rescue/'];
  const text = (await git.read('for-each-ref', ...words)) ?? '';
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [ref = '', sha = '', seconds = '0', subject = ''] = line.split('\0');
      return { ref, sha, at: new Date(Number(seconds) * 1000).toISOString(), subject: displayText(subject) };
    });
}
