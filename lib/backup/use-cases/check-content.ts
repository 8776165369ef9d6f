import { counted } from '../kernel/counted';
import type { ContentIncidentView, ContentStatusView } from '../views';
import { complaint, type DoctorCheck, passed } from './doctor-check';

/** No remote is a supported state, and a site that is busy soon is not. */
const UNREMARKABLE: ReadonlySet<string> = new Set(['no-remote', 'site-busy']);

const COMMAND = 'npm run -s backup -- content';

/** What the doctor says of the content: what is wrong first, each with the command that mends it. */
export function checkContent(status: ContentStatusView): DoctorCheck {
  const { head, branch, files, unsaved, moreUnsaved } = status;
  const incidents = status.incidents.filter(({ recovered }) => !recovered);
  const conditions = status.conditions.filter(({ code }) => !UNREMARKABLE.has(code));
  const facts = {
    head,
    branch,
    files,
    unsaved: unsaved.length + moreUnsaved,
    conditions: status.conditions.map(({ code }) => code),
    incidents: incidents.map(({ kind, sha, missing }) => ({ kind, sha, missing })),
  };
  const place = `Content at ${head.slice(0, 7)} on ${branch ?? 'no branch'}, ${counted(files, 'file')}`;
  const findings = [
    ...incidents.map((incident) => ({ message: words(incident), hint: mending(incident) })),
    ...conditions.map(({ message, hint, mend }) => ({
      message,
      hint: mend ? `${hint} ${COMMAND} mend ${mend}` : hint,
    })),
  ];
  if (findings.length === 0) return passed(`${place}.`, facts);
  return complaint(
    'warning',
    {
      message: [`${place}.`, ...findings.map(({ message }) => message)].join(' '),
      hint: findings.map(({ hint }) => hint).join(' '),
    },
    facts,
  );
}

function words({ kind, sha, deleted, total, missing }: ContentIncidentView): string {
  const commit = `Commit ${sha.slice(0, 10)}`;
  return {
    'mass-deletion': `${commit} deleted ${deleted} of ${total} files; ${missing} ${missing === 1 ? 'is' : 'are'} still missing.`,
    'settings-emptied': `${commit} emptied a settings file.`,
    'settings-unparsable': `${commit} left a settings file that cannot be read.`,
    'files-dropped': `${deleted} of the ${total} files of the last recovery point are gone.`,
  }[kind];
}

function mending({ kind, sha }: ContentIncidentView): string {
  if (kind === 'files-dropped') return `See which: ${COMMAND} deleted.`;
  const act = kind === 'mass-deletion' ? 'recover' : 'revert';
  return `Look first, then do it: ${COMMAND} ${act} ${sha.slice(0, 10)} --plan.`;
}
