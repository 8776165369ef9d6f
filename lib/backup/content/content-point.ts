import { failure } from '../kernel/app-error';
import { attempt, type Result, unwrap } from '../kernel/result';
import { openRemote } from './git-remote';
import { type Git, type GitOptions, openGit } from './git-repository';
import { readUnsavedEdits } from './unsaved-edits';

/** Where the site's content stands, so that it can be put back to exactly there. */
export interface ContentPoint {
  /** Full object id of the commit. */
  head: string;
  /** ISO 8601 in UTC. */
  committedAt: string;
  /** First line of the commit's message: written by anyone, show it as text only. */
  subject: string;
  /** Null where a commit rather than a branch is checked out. */
  branch: string | null;
  /** Address without sign-in data; null where no remote is configured. */
  remote: string | null;
  /** Whether a branch of the remote, as last fetched, contains this commit; null without a remote. */
  pushed: boolean | null;
  /** Paths with edits that are in no commit, at most 200. */
  dirty: string[];
}

const MAX_DIRTY_PATHS = 200;

/**
 * Reads the content repository without writing to it, and without running anything that it names.
 * Errors: UNSUPPORTED (no fitting git here), NOT_FOUND (no repository, or one without a commit), CORRUPT, CANCELLED.
 */
export function readContentPoint(contentPath: string, options: GitOptions = {}): Promise<Result<ContentPoint>> {
  return attempt(async () => {
    const git = unwrap(await openGit(contentPath, options));
    const head = (await git.read('rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}'))?.trim();
    if (!head) {
      throw failure('NOT_FOUND', 'The content repository has no commit yet.', {
        hint: 'Commit the content once; from then on it is part of every backup.',
      });
    }
    const branch = (await git.read('symbolic-ref', '--quiet', 'HEAD'))?.trim().replace(/^refs\/heads\//, '') ?? null;
    const [commit, place, edits] = await Promise.all([
      readCommit(git, head),
      readRemote(git, head, branch),
      readUnsavedEdits(git),
    ]);
    const dirty = edits.slice(0, MAX_DIRTY_PATHS).map(({ path }) => path);
    return { head, branch, ...commit, ...place, dirty };
  });
}

async function readCommit(git: Git, head: string): Promise<Pick<ContentPoint, 'committedAt' | 'subject'>> {
  const format = '--format=%ct%x00%s';
  const text = await git.read(
    'log',
    '-1',
    '-z',
    '--no-patch',
    '--encoding=UTF-8',
    format,
    '--end-of-options',
    head,
    '--',
  );
  const [seconds, subject] = (text ?? '').split('\0');
  return { committedAt: new Date(Number(seconds) * 1000).toISOString(), subject: subject ?? '' };
}

async function readRemote(
  git: Git,
  head: string,
  branch: string | null,
): Promise<Pick<ContentPoint, 'remote' | 'pushed'>> {
  const remote = await openRemote(git, branch);
  if (!remote) return { remote: null, pushed: null };
  const holder = await git.read(
    'for-each-ref',
    '--count=1',
    `--contains=${head}`,
    '--format=%(refname)',
    `refs/remotes/${remote.name}/`,
  );
  return { remote: remote.address, pushed: Boolean(holder?.trim()) };
}
