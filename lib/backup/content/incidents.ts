import { decodeBytes } from '../kernel/byte-text';
import { isMassDeletion } from '../policy/content-anomaly';
import type { ContentIncidentView } from '../views';
import type { Git } from './git-repository';
import { CHANGE_WORDS, commitView, displayText, LOG_WORDS, parseLog } from './log-format';
import { listTree } from './tree-files';

/** A commit that deleted a great part of the content. */
export interface MassDeletion {
  sha: string;
  parent: string;
  at: string;
  subject: string;
  author: string;
  /** Paths that it deleted, renamed ones not among them. */
  deleted: string[];
  /** Files before it. */
  total: number;
}

const FEWEST = 20;

/**
 * The mass deletions among the newest commits of `head`, newest first. `until`: a commit that was looked at before; it and
 * everything older is left out. One pass over the log, and a look at the tree of each commit that deleted twenty or more.
 * Throws AppFailure: CORRUPT, CANCELLED.
 */
export async function findMassDeletions(
  git: Git,
  { head, until, limit }: { head: string; until?: string | undefined; limit: number },
): Promise<MassDeletion[]> {
  const { bytes } = await git.readBytes([
    ...LOG_WORDS,
    ...CHANGE_WORDS,
    '--diff-filter=D',
    `-n${limit}`,
    '--end-of-options',
    head,
    ...(until ? [`^${until}`] : []),
    '--',
  ]);
  const found: MassDeletion[] = [];
  for (const commit of parseLog(decodeBytes(bytes))) {
    const deleted = commit.changes.filter(({ status }) => status === 'D').map(({ path }) => path);
    const [parent] = commit.parents;
    if (deleted.length < FEWEST || !parent) continue;
    const total = (await listTree(git, parent)).length;
    if (!isMassDeletion({ filesBefore: total, deleted: deleted.length })) continue;
    const { subject, author, at, sha } = commitView(commit, null);
    found.push({ sha, parent, at, subject, author: author.name, deleted, total });
  }
  return found;
}

/** How a mass deletion stands against the files of now. */
export async function describeDeletion(
  git: Git,
  incident: MassDeletion,
  filesNow: ReadonlySet<string>,
): Promise<ContentIncidentView> {
  const missing = incident.deleted.filter((path) => !filesNow.has(path));
  const afterwards = new Set(await listTree(git, incident.sha));
  const addedSince = [...filesNow].filter((path) => !afterwards.has(path)).length;
  const cameBack = incident.deleted.length - missing.length;
  return {
    kind: 'mass-deletion',
    sha: incident.sha,
    at: incident.at,
    subject: incident.subject,
    author: incident.author,
    deleted: incident.deleted.length,
    total: incident.total,
    left: leftOver([...afterwards], incident.deleted),
    path: null,
    recovered: missing.length === 0,
    missing: missing.length,
    addedSince: Math.max(0, addedSince - cameBack),
  };
}

/** First and last of what was left, where all of it stands before everything that went: an index that was half written. */
function leftOver(kept: readonly string[], deleted: readonly string[]): ContentIncidentView['left'] {
  const order = (left: string, right: string) => (left < right ? -1 : 1);
  const folders = (paths: readonly string[]) => [...paths].sort(order);
  const before = folders(kept.filter((path) => path.includes('/')));
  const [firstGone] = folders(deleted);
  const last = before.at(-1);
  if (!before[0] || !last || !firstGone || last > firstGone) return null;
  return { first: displayText(before[0]), last: displayText(last) };
}
