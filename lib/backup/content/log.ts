import { failure } from '../kernel/app-error';
import { decodeBytes, encodeBytes } from '../kernel/byte-text';
import type { ContentFilters } from '../views';
import { type CommitSha, isSha } from './commit-sha';
import type { ContentPath } from './content-path';
import type { Git, GitRun } from './git-repository';
import type { HistoryCursor } from './history-cursor';
import { CHANGE_WORDS, displayText, LOG_WORDS, type LoggedCommit, parseLog } from './log-format';

export interface LogRequest {
  cursor: HistoryCursor;
  limit: number;
  /** What each commit did to files. Of a history of one path: to that path alone, renames not looked for. */
  withChanges: boolean;
  filters?: Omit<ContentFilters, 'path'>;
  /** Literal; `pattern` instead is a part of a path, in any case. */
  path?: { literal: string } | { pattern: string };
}

export interface LogPage {
  commits: LoggedCommit[];
  /** The commit that pages are counted from; null in a repository without commits. */
  anchor: CommitSha | null;
  hasMore: boolean;
}

/** Merges are left to git to simplify: one that only brings a side branch along did nothing to a path itself. */
const ONE_PATH = ['--name-status', '--no-renames', '--no-diff-merges'] as const;

/**
 * One page of the history, newest first, by one git process.
 * Throws AppFailure: INVALID_INPUT (a date that is none), NOT_FOUND (the cursor's commit is not here), CORRUPT, CANCELLED.
 */
export async function readLog(git: Git, request: LogRequest): Promise<LogPage> {
  const anchor = request.cursor.anchor ?? (await readHead(git));
  if (!anchor) return { commits: [], anchor: null, hasMore: false };
  const words = [
    ...LOG_WORDS,
    ...changeWords(request),
    ...filterWords(request.filters ?? {}),
    `--skip=${request.cursor.skip}`,
    `-n${request.limit + 1}`,
  ];
  const { tail, run } = pathWords(request.path, anchor);
  const { bytes } = await git.readBytes([...words, ...tail], run).catch(async (thrown: unknown) => {
    if (request.cursor.anchor && !(await isHere(git, anchor))) throw notHere();
    throw thrown;
  });
  const commits = parseLog(decodeBytes(bytes));
  return { commits: commits.slice(0, request.limit), anchor, hasMore: commits.length > request.limit };
}

/** The commit that is checked out; null where there is none yet. */
export async function readHead(git: Git): Promise<CommitSha | null> {
  const head = (await git.read('rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}'))?.trim();
  return head && isSha(head) ? head : null;
}

/** One commit with what it did. Throws AppFailure NOT_FOUND where it is not in this repository. */
export async function readCommit(git: Git, sha: CommitSha): Promise<LoggedCommit> {
  const words = [...LOG_WORDS, '--no-walk', '--end-of-options', sha, '--'];
  const text = await git.read(...words).catch(async (thrown: unknown) => {
    if (await isHere(git, sha)) throw thrown;
    throw notHere();
  });
  const [commit] = parseLog(text ?? '');
  if (!commit) throw notHere();
  return commit;
}

const AUTHORS_FROM = 1000;
const authors = new Map<string, { anchor: CommitSha; names: string[] }>();

/** Names of the authors of the newest thousand commits below `anchor`, in the order of the alphabet. Read once for each. */
export async function readAuthors(git: Git, anchor: CommitSha): Promise<string[]> {
  const known = authors.get(git.root);
  if (known?.anchor === anchor) return known.names;
  const words = ['log', '-z', '--no-show-signature', '--encoding=UTF-8', '--format=tformat:%an', `-n${AUTHORS_FROM}`];
  const text = await git.read(...words, '--no-patch', '--end-of-options', anchor, '--');
  const names = [...new Set((text ?? '').split('\0').filter(Boolean).map(displayText))].sort((a, b) =>
    a.localeCompare(b),
  );
  authors.set(git.root, { anchor, names });
  return names;
}

/** Whether a file or folder of this name is in the commit that is checked out. */
export async function existsNow(git: Git, path: ContentPath): Promise<boolean> {
  if (/[\ud800-\udfff]/u.test(path)) return true;
  return Boolean(await git.read('ls-tree', '-z', '--name-only', '--end-of-options', 'HEAD', '--', path));
}

/** Whether that commit is in this repository. */
export async function isHere(git: Git, sha: CommitSha): Promise<boolean> {
  const { stdout } = await git.run(['cat-file', '--batch-check'], { input: `${sha}\n` });
  return stdout.startsWith(`${sha} commit `);
}

export const notHere = () =>
  failure('NOT_FOUND', 'That commit is not in the content repository of this server.', {
    hint: 'It may be on the remote only: fetch it, or take a commit from the history.',
  });

function changeWords({ withChanges, path }: LogRequest): readonly string[] {
  if (!withChanges) return ['--no-patch'];
  return path ? ONE_PATH : CHANGE_WORDS;
}

function pathWords(path: LogRequest['path'], anchor: CommitSha): { tail: string[]; run: GitRun } {
  const from = ['--end-of-options', anchor];
  if (!path) return { tail: [...from, '--'], run: {} };
  if ('pattern' in path) {
    const pattern = path.pattern.replace(/[\\*?[]/g, '\\$&');
    const run = { env: { GIT_LITERAL_PATHSPECS: '0' } } as const;
    return { tail: [...from, '--', `:(icase)*${pattern}*`], run };
  }
  // A name that is no UTF-8 cannot be an argument: it goes in as bytes, which git reads by lines.
  const isText = !/[\ud800-\udfff]/u.test(path.literal);
  if (isText || path.literal.includes('\n')) return { tail: [...from, '--', path.literal], run: {} };
  const input = Buffer.concat([Buffer.from('--\n'), encodeBytes(path.literal), Buffer.from('\n')]);
  return { tail: ['--stdin', ...from], run: { input } };
}

function filterWords({ author, since, until }: Omit<ContentFilters, 'path'>): string[] {
  // Characters that would end the pattern, or begin another one, stand in no name.
  const name = author?.replace(/\p{Cc}/gu, ' ').trim();
  return [
    ...(name ? ['--fixed-strings', '--regexp-ignore-case', `--author=${name}`] : []),
    ...(since ? [`--since=${moment(since, 'since', 'T00:00:00Z')}`] : []),
    ...(until ? [`--until=${moment(until, 'until', 'T23:59:59Z')}`] : []),
  ];
}

/** A date means the whole day, in UTC. */
function moment(text: string, field: 'since' | 'until', time: string): string {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}${time}` : text;
  const isDate = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/.test(at) && Number.isFinite(Date.parse(at));
  if (isDate) return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
  throw failure('INVALID_INPUT', 'That is not a date.', {
    hint: 'Give a date as year, month and day: 2026-11-30.',
    fields: { [field]: 'Give a date like 2026-11-30.' },
  });
}
