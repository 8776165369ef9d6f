import { failure } from '../kernel/app-error';
import type { GitRun } from './git-repository';

/** Who is named as the author of a commit. */
export interface ContentAuthor {
  name: string;
  email: string | null;
}

const NAME = 'Ever Works Backup';
const EMAIL = 'backup@ever.works';

/** The service that commits, whoever wrote. */
export const SERVICE = {
  GIT_AUTHOR_NAME: NAME,
  GIT_AUTHOR_EMAIL: EMAIL,
  GIT_COMMITTER_NAME: NAME,
  GIT_COMMITTER_EMAIL: EMAIL,
} as const satisfies GitRun['env'];

/** Git refuses a name made of these alone, and takes them away at both ends. */
const EDGES = /^[\s.,:;"'\\]+|[\s.,:;"'\\]+$/g;

const oneLine = (text: string): string =>
  text
    .replace(/[<>\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(EDGES, '')
    .slice(0, 200);

/** Author is the admin, committer the service. What a session says of a person cannot add a line to a commit. */
export const signedBy = ({ name, email }: ContentAuthor): NonNullable<GitRun['env']> => ({
  ...SERVICE,
  GIT_AUTHOR_NAME: oneLine(name) || 'Admin',
  GIT_AUTHOR_EMAIL: oneLine(email ?? '').replaceAll(' ', '') || EMAIL,
});

/** Text of a commit made elsewhere, fit to be quoted on the first line of ours. */
export const quotable = (subject: string): string => oneLine(subject).slice(0, 120);

/** The message as it is committed: the trailer joins the commit and the run that made it. */
export function withTrailer(message: string, runId: string): string {
  if (!/^[0-9A-Z]{26}$/.test(runId)) throw failure('INTERNAL', 'That is not the id of a run.');
  return `${message.trimEnd()}\n\nBackup-Run: ${runId}\n`;
}
