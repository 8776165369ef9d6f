import { isId } from '../kernel/ids';
import type { ChangeCountsView, CommitView } from '../views';
import { type CommitSha, isSha } from './commit-sha';

/** One commit of a log, with what it did to files where that was asked for. */
export interface LoggedCommit {
  sha: CommitSha;
  parents: CommitSha[];
  author: { name: string; email: string };
  committer: { name: string; email: string };
  /** ISO 8601 in UTC. */
  at: string;
  message: string;
  changes: LoggedChange[];
}

export interface LoggedChange {
  status: 'A' | 'C' | 'D' | 'M' | 'R' | 'T' | 'U' | 'X';
  path: string;
  /** Of a rename or copy. */
  from: string | null;
}

/** Eight fields, each ended by NUL, which no field can hold: subjects may hold anything else. */
const FIELDS = ['%H', '%P', '%an', '%ae', '%cn', '%ce', '%ct', '%B'];

export const LOG_WORDS = [
  'log',
  '-z',
  '--no-color',
  '--no-notes',
  '--no-decorate',
  '--no-show-signature',
  '--encoding=UTF-8',
  `--format=tformat:${FIELDS.join('%x00')}`,
] as const;

/** A merge is compared with its first parent. Renames are searched among at most 300 × 300 files. */
export const CHANGE_WORDS = [
  '--name-status',
  '-M',
  '-l300',
  '--diff-merges=first-parent',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=none',
] as const;

const STATUS = /^\n?([ACDMRTUX])\d*$/;

/** Text of a log → commits. `cut`: the last one may lack something and is left out. */
export function parseLog(text: string, cut = false): LoggedCommit[] {
  const tokens = text.split('\0');
  const commits: LoggedCommit[] = [];
  let at = 0;
  while (at + FIELDS.length < tokens.length) {
    const [sha = '', parents = '', name = '', email = '', committer = '', committerEmail = '', seconds, message = ''] =
      tokens.slice(at, at + FIELDS.length);
    if (!isSha(sha)) throw new Error('The log is not in the format that was asked for.');
    at += FIELDS.length;
    const changes: LoggedChange[] = [];
    for (let status = STATUS.exec(tokens[at] ?? '')?.[1]; status; status = STATUS.exec(tokens[at] ?? '')?.[1]) {
      const isPair = status === 'R' || status === 'C';
      const [first = '', second = ''] = tokens.slice(at + 1, at + 3);
      changes.push({
        status: status as LoggedChange['status'],
        path: isPair ? second : first,
        from: isPair ? first : null,
      });
      at += isPair ? 3 : 2;
    }
    commits.push({
      sha,
      parents: parents.split(' ').filter(isSha),
      author: { name, email },
      committer: { name: committer, email: committerEmail },
      at: new Date(Number(seconds) * 1000).toISOString(),
      message,
      changes,
    });
  }
  return cut ? commits.slice(0, -1) : commits;
}

export function countChanges(changes: readonly { status: string }[]): ChangeCountsView {
  const counts: ChangeCountsView = { added: 0, changed: 0, deleted: 0, renamed: 0 };
  for (const { status } of changes) {
    if (status === 'A' || status === 'C') counts.added += 1;
    else if (status === 'D') counts.deleted += 1;
    else if (status === 'R') counts.renamed += 1;
    else counts.changed += 1;
  }
  return counts;
}

const TRAILER = /^[A-Za-z][A-Za-z0-9-]*: \S/;

export function commitView(commit: LoggedCommit, counts: ChangeCountsView | null): CommitView {
  const { author, committer } = commit;
  const [subject = '', ...rest] = displayText(commit.message)
    .replace(/^\s*\n/, '')
    .split('\n');
  const paragraphs = rest
    .join('\n')
    .trim()
    .split(/\n{2,}/);
  const last = paragraphs.at(-1)?.split('\n') ?? [];
  const trailers = last.every((line) => TRAILER.test(line)) ? last : [];
  const run = trailers.findLast((line) => line.startsWith('Backup-Run: '))?.slice('Backup-Run: '.length);
  const isSame = author.name === committer.name && author.email === committer.email;
  return {
    sha: commit.sha,
    parents: commit.parents,
    subject,
    body: (trailers.length > 0 ? paragraphs.slice(0, -1) : paragraphs).join('\n\n'),
    author: { name: displayText(author.name), email: displayText(author.email) },
    committer: isSame ? null : { name: displayText(committer.name), email: displayText(committer.email) },
    at: commit.at,
    counts,
    incident: null,
    runId: run && isId(run.trim()) ? run.trim() : null,
  };
}

/** Text for people: bytes that were no UTF-8 become the sign for that. */
export const displayText = (text: string): string => text.replace(/[\ud800-\udfff]/gu, '\ufffd');
