import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { failure } from '../kernel/app-error';
import { unwrap } from '../kernel/result';
import { type BundleTip, bringBundles, forgetBrought } from './bundle';
import type { CommitSha } from './commit-sha';
import { type Git, type GitOptions, openGit } from './git-repository';
import { SERVICE } from './signature-lines';

export interface CloneOrder {
  contentPath: string;
  /** Local files, the full bundle first. */
  bundles: readonly string[];
  head: CommitSha;
  branch: string;
  /** Without sign-in data; null: no remote. */
  remote: string | null;
  /** What was put aside comes back under its name. */
  tips: readonly BundleTip[];
  runId: string;
}

/**
 * Makes the content folder anew from bundles: beside its place first, whole, then in one rename. What stood there, a
 * folder that is no repository, is kept under another name, given back; null where nothing was.
 * Throws AppFailure: CONFLICT (a repository is there), CORRUPT (a bundle), UNSUPPORTED.
 */
export async function cloneFromBundles(order: CloneOrder, options: GitOptions): Promise<string | null> {
  const { contentPath, runId } = order;
  const names = await readdir(contentPath).catch(noFolder);
  if (names?.includes('.git')) {
    throw failure('CONFLICT', 'The content repository is there: it is not made anew over it.', {
      hint: 'Restore the content as a new commit instead.',
    });
  }
  const making = `${contentPath}.backup-${runId}`;
  try {
    await mkdir(path.join(making, '.git', 'objects'), { recursive: true });
    await mkdir(path.join(making, '.git', 'refs'));
    await writeFile(path.join(making, '.git', 'HEAD'), `ref: refs/heads/${order.branch}\n`);
    await writeFile(path.join(making, '.git', 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = false\n');
    await fill(unwrap(await openGit(making, options)), order);
    const aside = await moveAside(contentPath, names, runId);
    await rename(making, contentPath);
    return aside;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

async function fill(git: Git, { bundles, head, branch, remote, tips }: CloneOrder): Promise<void> {
  await bringBundles(git, bundles);
  await git.run(['update-ref', `refs/heads/${branch}`, head], { env: SERVICE });
  for (const { ref, sha } of tips) {
    if (ref.startsWith('refs/rescue/')) await git.run(['update-ref', ref, sha], { env: SERVICE });
  }
  await forgetBrought(git);
  await git.run(['read-tree', head]);
  await git.run(['checkout-index', '--all', '--quiet']);
  await git.run(['update-index', '-q', '--refresh'], { allowExit: [0, 1] });
  if (!remote) return;
  for (const [key, value] of [
    ['remote.origin.url', remote],
    ['remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*'],
    [`branch.${branch}.remote`, 'origin'],
    [`branch.${branch}.merge`, `refs/heads/${branch}`],
  ] as const) {
    await git.run(['config', '--local', key, value]);
  }
}

async function moveAside(contentPath: string, names: string[] | null, runId: string): Promise<string | null> {
  if (names === null) return null;
  if (names.length === 0) {
    await rmdir(contentPath);
    return null;
  }
  const aside = `${contentPath}.replaced-${runId}`;
  await rename(contentPath, aside);
  return aside;
}

function noFolder(thrown: NodeJS.ErrnoException): null {
  if (thrown.code === 'ENOENT') return null;
  throw thrown;
}
