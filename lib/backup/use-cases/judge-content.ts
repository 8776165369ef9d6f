import { readBranch } from '../content/apply-publish';
import { openGit } from '../content/git-repository';
import { isAncestor } from '../content/plan-tree';
import type { BackupContext } from '../context';
import { attempt, type Result, unwrap } from '../kernel/result';
import { incidentReason } from '../policy/incident-reason';
import { readJudged, writeJudged } from '../runs/content-watch';
import type { ContentIncidentView } from '../views';
import { contentGit } from './content-git';
import { getContentIncidents } from './get-content-incidents';
import { notify } from './notify';
import { reachDatabase } from './reach-database';

export interface ContentJudgement {
  head: string;
  /** Damage that is open and was not there, or not known, the last time. */
  fresh: ContentIncidentView[];
}

/**
 * Judges the commits that have arrived since the last time, for the schedule: what is damaged goes to the log as an error,
 * once. Errors: UNSUPPORTED (no git here), NOT_FOUND (no repository), CORRUPT, DATABASE_DOWN.
 */
export function judgeContent(context: BackupContext): Promise<Result<ContentJudgement>> {
  return attempt(async () => {
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    const { head } = await readBranch(git);
    const db = await reachDatabase(context);
    const judged = await readJudged(db);
    if (judged === head) return { head, fresh: [] };
    const incidents = unwrap(await getContentIncidents(context));
    const fresh: ContentIncidentView[] = [];
    for (const incident of incidents) {
      const isKnown = judged !== null && incident.sha !== head && (await isReached(git, incident.sha, judged));
      if (!incident.recovered && !isKnown) fresh.push(incident);
    }
    for (const { kind, sha, deleted, total, path } of fresh) {
      context.host.log.error('The content was damaged. Its page brings the files back.', {
        ...{ kind, commit: sha, deleted, total, path },
      });
    }
    await writeJudged(db, head);
    for (const incident of fresh) {
      await notify(context, {
        event: 'incident',
        topic: `incident:${incident.sha}`,
        reason: incidentReason(incident),
        hint: 'The page of the content brings back what is missing.',
        path: '/admin/backups/content',
      });
    }
    return { head, fresh };
  });
}

/** False too where the commit judged last is gone: history was rewritten, so all of it is judged again. */
async function isReached(git: Parameters<typeof isAncestor>[0], sha: string, judged: string): Promise<boolean> {
  const answer = await attempt(() => isAncestor(git, sha, judged));
  return answer.ok && answer.value;
}
