import { constants } from 'node:fs';
import { open, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { decodeBytes, encodeBytes } from '../kernel/byte-text';
import type { ContentPath } from './content-path';
import type { DiffEntry } from './diff-entries';
import type { Git } from './git-repository';
import { onDisk, statOnDisk } from './worktree-files';

/** Files of the working tree that no commit and no index knows, ignored ones apart. Throws CORRUPT, CANCELLED. */
export async function readUntracked(git: Git, within?: ContentPath): Promise<DiffEntry[]> {
  const words = ['ls-files', '--others', '--exclude-standard', '-z', '--', ...(within ? [within] : [])];
  const names = (await git.run(words)).stdout.split('\0').filter(Boolean);
  return names.map((name) => ({
    status: 'A',
    // A slash at the end: a repository of its own, into which nobody looks.
    path: name.replace(/\/$/, '') as ContentPath,
    from: null,
    modeBefore: null,
    modeAfter: name.endsWith('/') ? '160000' : '100644',
    before: null,
    after: null,
  }));
}

export interface WorktreeBytes {
  size: number;
  mode: '100644' | '100755' | '120000';
  /** The beginning, up to what was asked for. Of a link: where it points, which is not looked at. */
  bytes: Buffer;
}

/** A file as it lies in the working tree. Null: not there, no plain file, or reached only through a link. */
export async function readWorktreeBytes(root: string, file: string, most: number): Promise<WorktreeBytes | null> {
  if (!(await liesInside(root, file))) return null;
  const status = await statOnDisk(root, file);
  if (status?.isSymbolicLink()) {
    const target = await readlink(onDisk(root, file), { encoding: 'buffer' });
    return { size: target.length, mode: '120000', bytes: target.subarray(0, most) };
  }
  if (!status?.isFile()) return null;
  try {
    // O_NOFOLLOW: a link that takes the file's place between look and open is refused too.
    const handle = await open(onDisk(root, file), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { size } = status;
      const bytes = Buffer.alloc(Math.min(Number(size), most));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
      const isExecutable = (status.mode & 0o100n) !== 0n;
      return { size: Number(size), mode: isExecutable ? '100755' : '100644', bytes: bytes.subarray(0, bytesRead) };
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) return null;
    throw thrown;
  }
}

async function liesInside(root: string, file: string): Promise<boolean> {
  const folder = path.posix.dirname(file);
  try {
    const real = await realpath(root);
    const wanted = folder === '.' ? encodeBytes(real) : onDisk(real, folder);
    const found = await realpath(wanted, { encoding: 'buffer' });
    return decodeBytes(found) === decodeBytes(wanted);
  } catch {
    return false;
  }
}
