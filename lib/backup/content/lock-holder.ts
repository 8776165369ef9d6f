import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import path from 'node:path';

export interface FoundLock {
  /** Milliseconds since it was made. */
  ageMs: number;
  /** `gone`: no git process of this machine works in the folder. `unknown`: nobody can tell here. */
  holder: 'alive' | 'gone' | 'unknown';
}

/** The lock on the index of a working tree, if there is one. `gitFolder`: its `.git`. Removes nothing. */
export async function findIndexLock(root: string, gitFolder: string): Promise<FoundLock | null> {
  try {
    const { mtimeMs } = await stat(path.join(gitFolder, 'index.lock'));
    return { ageMs: Math.max(0, Date.now() - mtimeMs), holder: await findHolder(root) };
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
}

/** By /proc, which only Linux has. A process that we may not look into counts as one that may be working there. */
async function findHolder(root: string): Promise<FoundLock['holder']> {
  const processes = await readdir('/proc').catch(() => null);
  if (!processes) return 'unknown';
  for (const pid of processes.filter((name) => /^\d+$/.test(name))) {
    const name = await readFile(`/proc/${pid}/comm`, 'latin1').catch(() => '');
    if (!name.startsWith('git')) continue;
    const folder = await readlink(`/proc/${pid}/cwd`).catch((thrown: NodeJS.ErrnoException) =>
      thrown.code === 'ENOENT' || thrown.code === 'ESRCH' ? '' : root,
    );
    if (folder === root || folder.startsWith(root + path.sep)) return 'alive';
  }
  return 'gone';
}
