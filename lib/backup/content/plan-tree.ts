import { failure } from '../kernel/app-error';
import { type CommitSha, EMPTY_TREE } from './commit-sha';
import type { ContentPath } from './content-path';
import type { Git } from './git-repository';
import { isHere, notHere } from './log';
import { type MergeConflict, parseMergeAnswer } from './merge-answer';
import { planCopy } from './plan-copy';
import { SERVICE } from './signature-lines';
import { buildTree, type TreeEdit } from './temporary-index';
import { foldersAbove, readTreeChanges, type TreeChange } from './tree-changes';

/**
 * What an admin may do to the content. `restore` gives files and folders the state AFTER a commit; `copy` gives a file what
 * another one holds that lies in the content folder.
 */
export type ContentAct =
  | { kind: 'restore'; sha: CommitSha; paths: readonly ContentPath[] }
  | { kind: 'revert' | 'recover' | 'restore-all'; sha: CommitSha }
  | { kind: 'copy'; path: ContentPath; to: ContentPath };

/** The tree that an act leads to, from a certain commit on. Only objects were written. */
export interface PlannedTree {
  tree: string;
  /** Against the commit that it was planned from. */
  changes: TreeChange[];
  conflicts: MergeConflict[];
  /** Files that cannot come back, as something newer stands in their place. */
  blocked: ContentPath[];
}

/** Throws AppFailure NOT_FOUND for a commit that is not there or not of this history, NOTHING_TO_DO for a first commit. */
export async function planTree(git: Git, act: ContentAct, base: CommitSha): Promise<PlannedTree> {
  const made: Planned =
    act.kind === 'copy'
      ? await planCopy(git, act, base)
      : await planners[act.kind](git, act, base).catch(async (thrown: unknown) => {
          throw (await isHere(git, act.sha)) ? thrown : notHere();
        });
  const { tree, conflicts = [], blocked = [] } = made;
  // The merged tree holds conflict marks then: it goes no further than here.
  if (conflicts.length > 0) return { tree: await treeOf(git, base), changes: [], conflicts, blocked };
  return { tree, changes: await readTreeChanges(git, base, tree), conflicts, blocked };
}

type Planned = Pick<PlannedTree, 'tree'> & Partial<PlannedTree>;

type CommitAct = Exclude<ContentAct, { kind: 'copy' }>;

const planners: Record<CommitAct['kind'], (git: Git, act: CommitAct, base: CommitSha) => Promise<Planned>> = {
  'restore-all': async (git, { sha }) => ({ tree: await treeOf(git, sha) }),
  restore: async (git, act, base) => {
    const paths = act.kind === 'restore' ? act.paths : [];
    return { tree: await buildTree(git, base, await chosenEdits(git, act.sha, paths, base)) };
  },
  recover: async (git, { sha }, base) => {
    const { edits, blocked } = await missingFiles(git, sha, base);
    return { tree: await buildTree(git, base, edits), blocked };
  },
  revert: async (git, { sha }, base) => {
    if (!(await isAncestor(git, sha, base))) {
      throw failure('NOT_FOUND', 'That commit is not part of the history of the content.', {
        hint: 'Take a commit from the history.',
      });
    }
    // The tree before the commit on top of it: git then takes the commit itself as the base of the merge.
    const inverse = await git.run(['commit-tree', await treeBefore(git, sha), '-p', sha, '-m', 'inverse'], {
      env: SERVICE,
    });
    const settings = MERGE_SETTINGS;
    const words = ['merge-tree', '--write-tree', '-z', '--end-of-options', base, inverse.stdout.trim()];
    return parseMergeAnswer((await git.run(words, { allowExit: [0, 1], settings })).stdout);
  },
};

/** Files go back to where they were: a folder that was renamed since does not pull others along. */
export const MERGE_SETTINGS = [
  ['merge.renames', 'true'],
  ['merge.renameLimit', '7000'],
  ['merge.directoryRenames', 'false'],
  ['merge.conflictStyle', 'merge'],
] as const;

async function chosenEdits(git: Git, sha: CommitSha, paths: readonly ContentPath[], base: CommitSha) {
  const chosen = new Set<string>(paths);
  const isChosen = (path: string) => chosen.has(path) || foldersAbove(path).some((folder) => chosen.has(folder));
  const changes = await readTreeChanges(git, base, sha);
  return changes.filter(({ path }) => isChosen(path)).map(({ path, after }): TreeEdit => ({ path, entry: after }));
}

/** Files that the commit deleted and that are missing now; those that were renamed are not missing. */
async function missingFiles(git: Git, sha: CommitSha, base: CommitSha) {
  const parent = await firstParent(git, sha);
  if (!parent) {
    throw failure('NOTHING_TO_DO', 'The first commit of a history deleted nothing.', {
      hint: 'Take the commit that deleted the files.',
    });
  }
  const words = [
    'diff-tree',
    '-r',
    '-z',
    '-M',
    '--name-only',
    '--diff-filter=D',
    '--end-of-options',
    parent,
    sha,
    '--',
  ];
  const deleted = new Set((await git.run(words)).stdout.split('\0').filter(Boolean));
  const since = await readTreeChanges(git, parent, base);
  const standing = since.filter(({ before }) => before === null).map(({ path }) => path as string);
  const files = new Set(standing);
  const folders = new Set(standing.flatMap(foldersAbove));
  const edits: TreeEdit[] = [];
  const blocked: ContentPath[] = [];
  for (const { path, before, after } of since) {
    if (after !== null || !deleted.has(path)) continue;
    if (folders.has(path) || foldersAbove(path).some((folder) => files.has(folder))) blocked.push(path);
    else edits.push({ path, entry: before });
  }
  return { edits, blocked };
}

export const isAncestor = async (git: Git, older: string, newer: string): Promise<boolean> =>
  older === newer || (await git.run(['merge-base', '--is-ancestor', older, newer], { allowExit: [0, 1] })).code === 0;

/** Null for the first commit of a history. Throws UNSUPPORTED where a shallow clone ends here: it is not the first then. */
async function firstParent(git: Git, sha: CommitSha): Promise<CommitSha | null> {
  const parent = await git.read('rev-parse', '--verify', '--quiet', '--end-of-options', `${sha}^1^{commit}`);
  if (parent !== null) return parent.trim() as CommitSha;
  if (!/^parent /m.test(await headerOf(git, sha))) return null;
  throw failure('UNSUPPORTED', 'The history on this server does not reach back behind that commit.', {
    hint: 'Fetch the whole history first: the status of the content offers it.',
  });
}

/** True for a commit with more than one parent: what it changed is told against the first. */
export const isMerge = async (git: Git, sha: CommitSha): Promise<boolean> =>
  ((await headerOf(git, sha)).match(/^parent /gm) ?? []).length > 1;

const headerOf = async (git: Git, sha: CommitSha): Promise<string> =>
  (await git.run(['cat-file', 'commit', sha])).stdout.split('\n\n', 1)[0] ?? '';

const treeOf = async (git: Git, sha: CommitSha): Promise<string> =>
  (await git.run(['rev-parse', '--verify', '--end-of-options', `${sha}^{tree}`])).stdout.trim();

async function treeBefore(git: Git, sha: CommitSha): Promise<string> {
  const parent = await firstParent(git, sha);
  return parent ? `${parent}^{tree}` : EMPTY_TREE;
}
