import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { contentPath } from '@/lib/content-path';
import { type ContentSource, readContentSource } from './content-source';
import { git } from './git-program';

/**
 * Clones DATA_REPOSITORY into the content folder, or brings the folder up to date by fast-forward. Work that exists
 * only in the folder is never overwritten.
 *
 * @returns a sentence on what was done.
 * @throws Error with a sentence on why nothing was done.
 */
export async function cloneContent(folder = contentPath(), source = readContentSource()): Promise<string> {
  const entries = await readdir(folder).catch(ignoreMissing);
  if (entries.length === 0) return clone(folder, source);
  if (!entries.includes('.git')) {
    throw new Error(`The folder ${folder} holds files but is no Git repository. Move them away, then clone again.`);
  }
  return update(folder, source);
}

async function clone(folder: string, source: ContentSource): Promise<string> {
  // Beside its place, so that the last step is one rename: visitors never see half a clone.
  await mkdir(path.dirname(folder), { recursive: true });
  const beside = await mkdtemp(`${folder}.cloning-`);
  const fresh = path.join(beside, 'content');
  try {
    const branch = source.branch ? ['--branch', source.branch] : [];
    await git(path.dirname(folder), ['clone', '--quiet', ...branch, '--', source.url, fresh], {
      config: source.config,
    });
    await rename(fresh, folder);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  return `Content cloned into ${folder}: ${await describeHead(folder)}.`;
}

async function update(folder: string, source: ContentSource): Promise<string> {
  const origin = await git(folder, ['remote', 'get-url', 'origin']);
  if (origin !== source.url) {
    throw new Error(`The folder ${folder} is a clone of another repository than DATA_REPOSITORY names.`);
  }
  const unsaved = (await git(folder, ['status', '--porcelain'])).split('\n').filter((line) => line !== '');
  if (unsaved.length > 0) {
    throw new Error(`The content has unsaved edits in ${unsaved.length} files. Commit or discard them first.`);
  }
  const branch = await git(folder, ['symbolic-ref', '--short', 'HEAD']);
  if (source.branch && source.branch !== branch) {
    throw new Error(
      `The content is on branch ${branch}, GITHUB_BRANCH says ${source.branch}. Check that one out first.`,
    );
  }
  const before = await git(folder, ['rev-parse', 'HEAD']);
  await git(folder, ['fetch', '--quiet', 'origin', `+refs/heads/${branch}:refs/remotes/origin/${branch}`], {
    config: source.config,
  });
  await refuseDiverged(folder, branch);
  await git(folder, ['merge', '--quiet', '--ff-only', `refs/remotes/origin/${branch}`]);
  const changed = (await git(folder, ['rev-parse', 'HEAD'])) !== before;
  return `Content ${changed ? 'updated' : 'is up to date'}: ${await describeHead(folder)}.`;
}

async function refuseDiverged(folder: string, branch: string): Promise<void> {
  const counts = await git(folder, ['rev-list', '--left-right', '--count', `HEAD...refs/remotes/origin/${branch}`]);
  const [ours, theirs] = counts.split('\t').map(Number);
  if (ours && theirs) {
    throw new Error(
      `The content has ${ours} commits that were never pushed, and the remote has ${theirs} others. Bring them together by hand.`,
    );
  }
}

async function describeHead(folder: string): Promise<string> {
  return git(folder, ['log', '-1', '--format=%h, %s (%cs)']);
}

function ignoreMissing(cause: NodeJS.ErrnoException): string[] {
  if (cause.code === 'ENOENT') return [];
  throw cause;
}
