import { openGit } from '../content/git-repository';
import { readContentState } from '../content/status';
import type { BackupContext } from '../context';
import { listContentCopies } from '../files/content-copies';
import { attempt, type Result, unwrap } from '../kernel/result';
import { contentConditions } from '../policy/content-conditions';
import type { ContentStatusView } from '../views';
import { contentGit } from './content-git';
import { getContentIncidents } from './get-content-incidents';

/**
 * How the content stands: where, unsaved edits, what is wrong with the repository and what mends it, incidents, copies.
 * Takes no lock and asks no remote. Errors: UNSUPPORTED (no git here), NOT_FOUND (no repository, no commit), CORRUPT.
 */
export async function getContentStatus(context: BackupContext): Promise<Result<ContentStatusView>> {
  return attempt(async () => {
    const contentPath = context.host.contentPath();
    const git = unwrap(await openGit(contentPath, contentGit(context)));
    const [state, incidents, copies, busy] = await Promise.all([
      readContentState(git),
      getContentIncidents(context),
      listContentCopies(contentPath),
      context.host.contentBusy(),
    ]);
    const { unfinished, lock, shallow, ...shown } = state;
    const facts = { ...shown, unfinished, lock, shallow, rescued: shown.rescued.length, busy };
    return { ...shown, conditions: contentConditions(facts), incidents: unwrap(incidents), copies };
  });
}
