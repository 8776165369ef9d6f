import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { git } from '../git-program';
import { writeFastImport } from './content-fast-import';
import { tellContentHistory } from './content-history';

const BRANCH = 'main';

/**
 * Makes the content of the demo: a bare repository in place of a Git host, and a clone of it. The same commits every
 * time. What is there already, and complete, stays as it is.
 */
export async function createDemoContent(place: { contentPath: string; remotePath: string }): Promise<void> {
  const contentPath = path.resolve(place.contentPath);
  const remotePath = path.resolve(place.remotePath);
  if (!existsSync(path.join(remotePath, 'HEAD'))) await inPlaceOf(remotePath, buildRemote);
  if (!existsSync(path.join(contentPath, '.git'))) {
    await inPlaceOf(contentPath, (folder) => cloneRemote(remotePath, folder));
  }
}

async function buildRemote(folder: string): Promise<void> {
  await git(path.dirname(folder), ['init', '--quiet', '--bare', `--initial-branch=${BRANCH}`, folder]);
  await git(folder, ['fast-import', '--quiet'], { input: writeFastImport(BRANCH, tellContentHistory()) });
}

async function cloneRemote(remotePath: string, folder: string): Promise<void> {
  await git(path.dirname(folder), ['clone', '--quiet', '--no-hardlinks', remotePath, folder]);
}

/** Builds beside the target and renames at the end: a folder that is there is complete. An empty one is replaced. */
async function inPlaceOf(target: string, build: (folder: string) => Promise<void>): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  const beside = await mkdtemp(`${target}.building-`);
  const folder = path.join(beside, 'repository');
  try {
    await build(folder);
    await rename(folder, target);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}
