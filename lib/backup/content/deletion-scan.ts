import { decodeBytes } from '../kernel/byte-text';
import type { CommitSha } from './commit-sha';
import type { ContentPath } from './content-path';
import type { Git } from './git-repository';
import { CHANGE_WORDS, LOG_WORDS, type LoggedCommit, parseLog } from './log-format';

export interface DeletedFile {
  path: ContentPath;
  /** The commit that deleted it, without its changes. */
  commit: LoggedCommit;
  /** Its first parent, in which the file still is. */
  lastIn: CommitSha;
}

/** What is known so far of the deletions in one history. */
export interface DeletionScan {
  /** Newest deletion first; each path once, with the commit that deleted it last. Renamed files are not deleted. */
  deleted: readonly DeletedFile[];
  /** Commits below `origin` that were looked into. */
  walked: number;
  isComplete: boolean;
  origin: CommitSha;
  /** Paths whose newest end is known: deleted, or renamed away. */
  ended: ReadonlySet<string>;
}

const COMMITS_A_STEP = 2000;
const MOST_HEADS = 4;

const known = new Map<string, Map<CommitSha, Promise<DeletionScan>>>();

/** What is known for the history of `head`; where nothing is, what came since a history that is known. */
export function deletionsOf(git: Git, head: CommitSha): Promise<DeletionScan> {
  const heads = known.get(git.root) ?? new Map<CommitSha, Promise<DeletionScan>>();
  known.set(git.root, heads);
  const last = heads.get(head);
  if (last) return last;
  const newest = [...heads].at(-1);
  const scan = begin(git, head, newest);
  remember(heads, head, scan);
  return scan;
}

/** One step further than `walked` commits; requests at the same time share it. */
export function furtherDeletions(git: Git, head: CommitSha, walked: number): Promise<DeletionScan> {
  const next = deletionsOf(git, head).then((scan) =>
    scan.walked > walked || scan.isComplete ? scan : step(git, scan),
  );
  remember(known.get(git.root) ?? new Map(), head, next);
  return next;
}

function remember(heads: Map<CommitSha, Promise<DeletionScan>>, head: CommitSha, scan: Promise<DeletionScan>): void {
  heads.delete(head);
  heads.set(head, scan);
  for (const oldest of [...heads.keys()].slice(0, -MOST_HEADS)) heads.delete(oldest);
  scan.catch(() => heads.delete(head));
}

async function begin(
  git: Git,
  head: CommitSha,
  newest: [CommitSha, Promise<DeletionScan>] | undefined,
): Promise<DeletionScan> {
  const nothing: DeletionScan = { deleted: [], walked: 0, isComplete: false, origin: head, ended: new Set() };
  const base = await newest?.[1].catch(() => undefined);
  if (!newest || !base) return nothing;
  const { code } = await git.run(['merge-base', '--is-ancestor', newest[0], head], { allowExit: [0, 1, 128] });
  if (code !== 0) return nothing;
  const since = collect(await walk(git, [`${newest[0]}..${head}`]), new Set());
  const older = base.deleted.filter(({ path }) => !since.ended.has(path));
  return { ...base, deleted: [...since.deleted, ...older], ended: new Set([...base.ended, ...since.ended]) };
}

async function step(git: Git, scan: DeletionScan): Promise<DeletionScan> {
  const commits = await walk(git, [`--skip=${scan.walked}`, `-n${COMMITS_A_STEP}`, '--end-of-options', scan.origin]);
  const { deleted, ended } = collect(commits, scan.ended);
  return {
    ...scan,
    deleted: [...scan.deleted, ...deleted],
    ended,
    walked: scan.walked + commits.length,
    isComplete: commits.length < COMMITS_A_STEP,
  };
}

async function walk(git: Git, range: readonly string[]): Promise<LoggedCommit[]> {
  const { bytes } = await git.readBytes([...LOG_WORDS, ...CHANGE_WORDS, ...range, '--']);
  return parseLog(decodeBytes(bytes));
}

function collect(commits: readonly LoggedCommit[], before: ReadonlySet<string>) {
  const ended = new Set(before);
  const deleted: DeletedFile[] = [];
  for (const commit of commits) {
    for (const { status, path, from } of commit.changes) {
      const end = status === 'D' ? path : status === 'R' ? from : null;
      if (end === null || ended.has(end)) continue;
      ended.add(end);
      const [lastIn] = commit.parents;
      if (status !== 'D' || !lastIn) continue;
      deleted.push({ path: end as ContentPath, commit: { ...commit, changes: [] }, lastIn });
    }
  }
  return { deleted, ended };
}
