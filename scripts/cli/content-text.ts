import type {
  CommitView,
  ContentDiffView,
  ContentFileView,
  ContentIncidentView,
  ContentStatusView,
  DeletedFilesView,
  FileChangeView,
} from '@/lib/backup';
import { formatBytes } from '@/lib/backup';
import { nameText, visible, visibleLine } from './content-names';
import { count, fact, moment, plural } from './figures';

export const shortSha = (sha: string): string => sha.slice(0, 10);

/** "3 added, 1 deleted". */
export function countsText(counts: CommitView['counts']): string {
  const parts = Object.entries(counts ?? {}).flatMap(([kind, n]) => (n > 0 ? [`${count(n)} ${kind}`] : []));
  return parts.join(', ') || 'nothing changed';
}

type Line = CommitView & { path?: string; renamedFrom?: string | null };

function commitLine(commit: Line): string {
  const by = commit.committer ? `, committed by ${visible(commit.committer.name)}` : '';
  const counts = commit.counts ? `  [${countsText(commit.counts)}]` : '';
  const alarm = commit.incident
    ? `\n    ! deleted ${count(commit.incident.deleted)} of ${plural(commit.incident.total, 'file')}`
    : '';
  const renamed = commit.renamedFrom
    ? `\n    renamed from ${nameText(commit.renamedFrom)} to ${nameText(commit.path ?? '')}`
    : '';
  const head = `${shortSha(commit.sha)}  ${moment(commit.at)}  ${visible(commit.author.name)}${by}`;
  return `${head}\n    ${visible(commit.subject)}${counts}${renamed}${alarm}`;
}

export function historyText(commits: readonly Line[], nextCursor: string | null): string {
  if (commits.length === 0) return 'No commit fits.';
  const older = nextCursor ? [`Older: add --before ${nextCursor}`] : [];
  return [...commits.map(commitLine), ...older].join('\n');
}

export function commitText(diff: ContentDiffView): string {
  const { commit } = diff;
  if (!commit) return diffText(diff);
  const body = commit.body
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => `    ${visible(line)}`);
  const parents = commit.parents.map(shortSha).join(', ') || 'none';
  return [
    commitLine({ ...commit, counts: diff.counts }),
    ...body,
    fact('id', commit.sha),
    fact('parents', diff.merge ? `${parents}; compared with the first` : parents),
    ...(commit.runId ? [fact('run', commit.runId)] : []),
    '',
    diffText(diff),
  ].join('\n');
}

/** What differs, field by field where there are fields, then line by line. */
export function diffText({ files, moreFiles, counts }: ContentDiffView): string {
  if (files.length === 0) return 'Nothing differs.';
  const more = moreFiles > 0 ? [`${plural(moreFiles, 'more file')} not shown; name a file to see it.`] : [];
  return [countsText(counts), ...files.flatMap(fileLines), ...more].join('\n');
}

const MARK = { context: ' ', added: '+', removed: '-' } as const;

function fileLines(file: FileChangeView): string[] {
  const from = file.from === null ? '' : `${nameText(file.from)} → `;
  const form =
    file.form === 'text' ? '' : `  (${file.form}, ${sizeText(file.sizeBefore)} → ${sizeText(file.sizeAfter)})`;
  const mode =
    file.modeBefore && file.modeAfter && file.modeBefore !== file.modeAfter
      ? [`  mode ${file.modeBefore} → ${file.modeAfter}`]
      : [];
  const fields = (file.fields ?? []).map(
    ({ field, before, after }) => `  ${visible(field)}: ${visible(before ?? '(none)')} → ${visible(after ?? '(none)')}`,
  );
  const lines = (file.hunks ?? []).flatMap((hunk) => [
    `  ${visible(hunk.header)}`,
    ...hunk.lines.map(({ kind, text }) => `  ${MARK[kind]}${visibleLine(text)}`),
  ]);
  const cut = file.cut ? ['  … more lines; name this file alone to see them'] : [];
  return ['', `${file.kind.padEnd(8)} ${from}${nameText(file.path)}${form}`, ...mode, ...fields, ...lines, ...cut];
}

const sizeText = (bytes: number | null): string => (bytes === null ? 'not there' : formatBytes(bytes));

export function fileText(file: ContentFileView): string {
  if (file.text !== null) return file.text.replace(/\n$/, '').split('\n').map(visibleLine).join('\n');
  return `${nameText(file.path)}: ${file.form}, ${formatBytes(file.size)}; not shown here.`;
}

export function deletedText({ files, nextCursor }: DeletedFilesView): string {
  const lines = files.map(
    ({ path, deletedBy, lastIn }) =>
      `${nameText(path)}\n    deleted ${moment(deletedBy.at)} by ${visible(deletedBy.author.name)} in ${shortSha(deletedBy.sha)}; back with --from ${shortSha(lastIn)}`,
  );
  if (nextCursor) lines.push(`Older: add --before ${nextCursor}`);
  return lines.join('\n') || 'No deleted file.';
}

export function incidentText(incident: ContentIncidentView): string {
  const { kind, sha, at, subject, author, deleted, total, recovered, missing, path } = incident;
  const what = {
    'mass-deletion': `deleted ${count(deleted)} of ${plural(total, 'file')}`,
    'settings-emptied': `emptied ${nameText(path ?? '')}`,
    'settings-unparsable': `${nameText(path ?? '')} can no longer be read`,
    'files-dropped': `${count(deleted)} of ${plural(total, 'file')} of the last recovery point are gone`,
  }[kind];
  const state = recovered ? 'recovered' : missing > 0 ? `${count(missing)} still missing` : 'not mended';
  const mend = recovered ? [] : [`    Next: ${mendingCommand(incident)}`];
  return [
    `${shortSha(sha)}  ${moment(at)}  ${visible(author)}  ${what}: ${state}`,
    `    ${visible(subject)}`,
    ...mend,
  ].join('\n');
}

/** The command that mends an incident, or that shows more of it. */
const mendingCommand = ({ kind, sha }: ContentIncidentView): string =>
  kind === 'mass-deletion'
    ? `npm run -s backup -- content recover ${shortSha(sha)} --plan`
    : kind === 'files-dropped'
      ? 'npm run -s backup -- content deleted'
      : `npm run -s backup -- content revert ${shortSha(sha)} --plan`;

export function statusText(status: ContentStatusView): string {
  const { head, branch, remote, committedAt, files, behind, ahead, unsaved, moreUnsaved } = status;
  const apart = behind === null ? '' : `; ${count(behind)} behind, ${count(ahead ?? 0)} ahead as last fetched`;
  return [
    `Content at ${shortSha(head)} on ${branch ? visible(branch) : 'no branch'}, ${moment(committedAt)}, ${plural(files, 'file')}`,
    fact('remote', remote === null ? 'none' : `${visible(remote)}${apart}`),
    ...status.conditions.flatMap(({ message, hint, mend }) => [
      `! ${visible(message)}`,
      `  ${visible(hint)}`,
      ...(mend ? [`  Next: npm run -s backup -- content mend ${mend}`] : []),
    ]),
    ...(unsaved.length > 0 ? ['Edits that are in no commit:'] : []),
    ...unsaved.map(({ kind, path }) => `  ${kind.padEnd(8)} ${nameText(path)}`),
    ...(moreUnsaved > 0 ? [`  and ${plural(moreUnsaved, 'more')}`] : []),
    ...status.rescued.map(({ ref, at, subject }) =>
      fact('put aside', `${visible(ref)}, ${moment(at)}: ${visible(subject)}`),
    ),
    ...status.copies.map(({ path, of, size }) =>
      fact('copy', `${nameText(path)} of ${nameText(of)}, ${formatBytes(size)}`),
    ),
    ...status.incidents.filter(({ recovered }) => !recovered).map(incidentText),
  ].join('\n');
}
