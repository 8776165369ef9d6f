import type { CommitSha } from './commit-sha';
import type { Git } from './git-repository';
import { SERVICE } from './signature-lines';

export interface BundleTip {
  ref: string;
  sha: string;
}

/** Packing writes nothing for a long while. */
const SILENCE_MS = 300_000;

/** Refs of this kind hold what bundles brought, so that the next one of a chain finds what it builds on. */
const BROUGHT = 'refs/backup/brought/';

/**
 * Writes the branch, and whatever was put aside, into one file that git can be fed with later. With `basis` only what
 * those commits do not have. Null where there is nothing new. Throws AppFailure CORRUPT, CANCELLED.
 */
export async function createBundle(git: Git, file: string, basis: readonly string[]): Promise<BundleTip[] | null> {
  const { stdout: refs } = await git.run(['for-each-ref', '--format=%(objectname) %(refname)', 'refs/rescue/']);
  const head = (await git.run(['rev-parse', '--verify', '--end-of-options', 'HEAD^{commit}'])).stdout.trim();
  const rescued = refs.split('\n').filter(Boolean);
  const since = basis.map((sha) => `^${sha}`);
  const starts = [head, ...rescued.map((row) => row.slice(0, 40))];
  const { stdout } = await git.run([
    'rev-list',
    '--count',
    '--max-count=1',
    '--end-of-options',
    ...starts,
    ...since,
    '--',
  ]);
  if (stdout.trim() === '0') return null;
  // Refs that hold nothing new would be left out of an incremental one; HEAD alone has to be there.
  const names = await withNews(git, rescued, since);
  const words = ['bundle', 'create', '--quiet', file, 'HEAD', ...names, ...since];
  await git.run(words, { silenceMs: SILENCE_MS, allowExit: [0] });
  return [{ ref: 'HEAD', sha: head }, ...rescued.map((row) => ({ ref: row.slice(41), sha: row.slice(0, 40) }))];
}

async function withNews(git: Git, rescued: readonly string[], since: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  for (const row of rescued) {
    const words = ['rev-list', '--count', '--max-count=1', '--end-of-options', row.slice(0, 40), ...since, '--'];
    if ((await git.run(words)).stdout.trim() !== '0') names.push(row.slice(41));
  }
  return names;
}

/** What the file says that it holds, after git has checked that it is whole and fits this repository. */
export async function verifyBundle(git: Git, file: string): Promise<BundleTip[]> {
  await git.run(['bundle', 'verify', '--quiet', file], { silenceMs: SILENCE_MS });
  return readHeads((await git.run(['bundle', 'list-heads', file])).stdout);
}

const readHeads = (text: string): BundleTip[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((row) => ({ sha: row.slice(0, 40), ref: row.slice(41) }));

/** Whether every one of these commits is here: else an incremental bundle cannot build on them. */
export async function hasCommits(git: Git, shas: readonly string[]): Promise<boolean> {
  const input = shas.map((sha) => `${sha}^{commit}\n`).join('');
  const { stdout } = await git.run(['cat-file', '--batch-check'], { input });
  return !/missing|ambiguous/.test(stdout);
}

/**
 * Feeds the repository with bundles, the full one first. No branch moves: what they hold stands under refs of our own
 * until `forgetBrought`. Throws AppFailure CORRUPT where one is damaged or does not fit the one before.
 */
export async function bringBundles(git: Git, files: readonly string[]): Promise<void> {
  for (const [index, file] of files.entries()) {
    const { stdout } = await git.run(['bundle', 'unbundle', file], { silenceMs: SILENCE_MS });
    for (const [place, { sha }] of readHeads(stdout).entries()) {
      await git.run(['update-ref', `${BROUGHT}${index}-${place}`, sha], { env: SERVICE });
    }
  }
}

export async function forgetBrought(git: Git): Promise<void> {
  const { stdout } = await git.run(['for-each-ref', '--format=%(refname)', BROUGHT]);
  for (const ref of stdout.split('\n').filter(Boolean)) await git.run(['update-ref', '-d', ref]);
}

/** A commit that came out of a recovery point, kept from being forgotten. */
export async function keepPoint(git: Git, backupId: string, sha: CommitSha): Promise<void> {
  await git.run(['update-ref', `refs/backup/points/${backupId}`, sha], { env: SERVICE });
}
