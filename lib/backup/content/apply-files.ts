import type { BigIntStats } from 'node:fs';
import { mkdir, rename, rm, rmdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import { encodeBytes } from '../kernel/byte-text';
import type { ContentPath } from './content-path';
import type { Git } from './git-repository';
import { gitFolder } from './index-lock';
import { pathList } from './temporary-index';
import { foldersAbove, sameEntry, type TreeChange } from './tree-changes';
import { onDisk, placeAbove, stampOf, statOnDisk, type WorktreeFile } from './worktree-files';

const SUBMODULE = '160000';

/** New files, complete, beside the tree and in its file system: each takes its place in one step. */
export interface StagedFiles {
  folder: string;
  remove(): Promise<void>;
}

/** Writes the files of `changes` as a checkout would, line ends and modes included, from the index given. */
export async function stageFiles(
  git: Git,
  env: { GIT_INDEX_FILE: string },
  changes: readonly TreeChange[],
  runId: string,
): Promise<StagedFiles> {
  const folder = path.join(await gitFolder(git), `backup-stage-${runId}`);
  const remove = () => rm(folder, { recursive: true, force: true });
  await remove();
  await mkdir(folder, { mode: 0o700 });
  const wanted = changes.flatMap(({ path: file, after }) => (after && after.mode !== SUBMODULE ? [file] : []));
  if (wanted.length > 0) {
    const words = ['checkout-index', '--quiet', '-z', '--stdin', `--prefix=${folder}/`];
    await git.run(words, { env, input: pathList(wanted) }).catch(async (thrown: unknown) => {
      await remove();
      throw thrown;
    });
  }
  return { folder, remove };
}

/**
 * Puts the staged files in place, each by one rename, so that a visitor reads the old or the new file and never a part;
 * then removes what shall go. A file that was edited since it was looked at is left as it is, and named in the answer.
 */
export async function moveFiles(
  git: Git,
  staged: StagedFiles,
  changes: readonly TreeChange[],
  looked: ReadonlyMap<ContentPath, WorktreeFile>,
): Promise<ContentPath[]> {
  const left: ContentPath[] = [];
  const open = changes.filter(
    (change) => !sameEntry(looked.get(change.path)?.entry ?? null, change.after) || looked.get(change.path)?.obstacle,
  );
  const added = new Set<string>(open.flatMap(({ path: file, after }) => (after ? [file] : [])));
  const foldersOfAdded = new Set([...added].flatMap(foldersAbove));
  // A file that becomes a folder, or a folder that becomes a file, has to leave first.
  const isFirst = ({ path: file, after }: TreeChange) =>
    after === null && (foldersOfAdded.has(file) || foldersAbove(file).some((folder) => added.has(folder)));
  const isLater = ({ after }: TreeChange) => after === null;
  const order = [
    ...open.filter(isFirst),
    ...open.filter((change) => !isLater(change)),
    ...open.filter((change) => isLater(change) && !isFirst(change)),
  ];
  for (const change of order) {
    const { path: file, after } = change;
    if (after?.mode === SUBMODULE) continue;
    // Looked at again, so that no link that took the place of a folder leads a change out of the content.
    const above = await placeAbove(git.root, file, new Map());
    if (above === 'other' && after) left.push(file);
    if (above === 'other' || (above === 'nothing' && !after)) continue;
    const status = await statOnDisk(git.root, file);
    if (!isAsLooked(status, looked.get(file))) {
      left.push(file);
      continue;
    }
    if (!after) await removeFile(git.root, file);
    else if (!(await putFile(git.root, staged, file))) left.push(file);
  }
  return left;
}

/** Of what stood in the way, nothing is left, or a folder: neither is an edit. */
const isAsLooked = (status: BigIntStats | null, known: WorktreeFile | undefined): boolean =>
  known?.obstacle ? status === null || status.isDirectory() : stampOf(status) === known?.stamp;

/** False where a folder with files of its own stands in the way. */
async function putFile(root: string, { folder }: StagedFiles, file: string): Promise<boolean> {
  const parent = file.lastIndexOf('/');
  const blocked = ignore('EEXIST', 'EISDIR', 'ENOTDIR', 'ENOTEMPTY');
  if (parent > 0) {
    const isReady = await mkdir(onDisk(root, file.slice(0, parent)), { recursive: true }).then(() => true, blocked);
    if (!isReady) return false;
  }
  const source = Buffer.concat([Buffer.from(folder + path.sep), encodeBytes(file)]);
  return rename(source, onDisk(root, file)).then(() => true, blocked);
}

async function removeFile(root: string, file: string): Promise<void> {
  await unlink(onDisk(root, file)).catch(ignore('ENOENT', 'ENOTDIR', 'EISDIR', 'EPERM'));
  for (const folder of foldersAbove(file)) {
    const isGone = await rmdir(onDisk(root, folder)).then(
      () => true,
      ignore('ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR', 'EBUSY'),
    );
    if (!isGone) return;
  }
}

const ignore =
  (...codes: string[]) =>
  (thrown: NodeJS.ErrnoException): false => {
    if (!codes.includes(thrown.code ?? '')) throw thrown;
    return false;
  };
