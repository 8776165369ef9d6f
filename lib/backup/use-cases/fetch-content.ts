import { refreshCommitGraph } from '../content/commit-graph';
import { openRemote } from '../content/git-remote';
import { openGit } from '../content/git-repository';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { attempt, type Result, unwrap } from '../kernel/result';
import type { ContentStatusView } from '../views';
import { contentGit } from './content-git';
import { getContentStatus } from './get-content-status';

/**
 * Asks the remote what is new, without changing a file on this server. Gives the status afterwards.
 * Errors: UNSUPPORTED, NOT_FOUND (no repository), NOTHING_TO_DO (no remote), STORAGE_DOWN (no answer), FORBIDDEN.
 */
export async function fetchContent(context: BackupContext): Promise<Result<ContentStatusView>> {
  const fetched = await attempt(async () => {
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    const branch = (await git.read('symbolic-ref', '--quiet', 'HEAD'))?.trim().replace(/^refs\/heads\//, '') ?? null;
    const remote = await openRemote(git, branch);
    if (!remote) {
      throw failure('NOTHING_TO_DO', 'The content has no remote.', { hint: 'Set one in the content folder first.' });
    }
    await remote.fetch();
    void refreshCommitGraph(git, { fetched: true });
  });
  return fetched.ok ? getContentStatus(context) : fetched;
}
