import { counted } from '../kernel/counted';
import type { ContentConditionCode, ContentConditionView } from '../views';

export interface ConditionFacts {
  branch: string | null;
  remote: string | null;
  behind: number | null;
  ahead: number | null;
  unfinished: string | null;
  lock: { ageMs: number; holder: 'alive' | 'gone' | 'unknown' } | null;
  shallow: boolean;
  rescued: number;
  /** The site itself writes or pulls content at this moment. */
  busy: boolean;
}

/** A lock younger than this may belong to a command that is about to end. */
const LOCK_IS_OLD_MS = 60_000;

/** What an admin should know about the repository, and whether a button can safely mend it. Pure. */
export function contentConditions(facts: ConditionFacts): ContentConditionView[] {
  const found: ContentConditionView[] = [];
  const say = (
    code: ContentConditionCode,
    message: string,
    hint: string,
    mend: ContentConditionView['mend'] = null,
    more: ContentConditionView['facts'] = {},
  ) => found.push({ code, message, hint, mend, facts: more });
  const { behind, ahead, lock } = facts;

  if (facts.branch === null) {
    say(
      'detached',
      'A single commit is checked out, not a branch: new commits would belong to nothing.',
      'Go back to the branch. Commits made meanwhile are kept aside.',
      'attach-branch',
    );
  }
  if (facts.unfinished) {
    say(
      'unfinished-merge',
      `A ${facts.unfinished} was begun and not finished; files may hold conflict marks.`,
      'Stop it: files go back to the last commit, and what is there now is kept aside.',
      'abort-merge',
      { work: facts.unfinished },
    );
  }
  if (lock) {
    const seconds = Math.round(lock.ageMs / 1000);
    const isLeftBehind = lock.holder === 'gone' && lock.ageMs > LOCK_IS_OLD_MS;
    say(
      'index-lock',
      isLeftBehind
        ? `A lock of Git was left behind ${seconds} s ago by a process that is gone.`
        : `Git is working on the content since ${seconds} s.`,
      isLeftBehind
        ? 'Remove it; nothing of the content is lost by that.'
        : 'Reading works. Changes wait until it ends.',
      isLeftBehind ? 'remove-lock' : null,
      { seconds, holder: lock.holder },
    );
  }
  if (facts.shallow) {
    say(
      'shallow',
      'Only the newest part of the history is on this server.',
      'Get the whole history from the remote: older versions can then be brought back.',
      facts.remote ? 'deepen' : null,
    );
  }
  if (facts.remote === null) {
    say(
      'no-remote',
      'The content has no remote: it lives on this server alone.',
      'Backups hold a copy of it. Set a remote to have another one.',
    );
  } else if (behind && ahead) {
    say(
      'diverged',
      `The remote has ${counted(behind, 'commit')} that this server lacks, and the other way round ${ahead}.`,
      'Changes made here are put on top of the remote when they are saved.',
      'fetch',
      { behind, ahead },
    );
  } else if (behind) {
    say('behind', `The remote has ${counted(behind, 'newer commit')}.`, 'Get them.', 'fetch', { behind });
  } else if (ahead) {
    say(
      'ahead',
      `${counted(ahead, 'commit is', 'commits are')} on this server only.`,
      'Push to the remote, so that nothing is lost with this server.',
      'push',
      {
        ahead,
      },
    );
  }
  if (facts.rescued > 0) {
    say(
      'rescued',
      `${counted(facts.rescued, 'version')} of the content ${facts.rescued === 1 ? 'was' : 'were'} put aside here.`,
      'Look at it, bring back what is needed.',
      null,
      { rescued: facts.rescued },
    );
  }
  if (facts.busy) say('site-busy', 'The site is updating its content right now.', 'Changes wait until it has ended.');
  return found;
}
