import { copyFile, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { failure } from '../kernel/app-error';
import type { Git } from './git-repository';

const PATIENCE_MS = 10_000;
const PAUSE_MS = 50;
const LARGEST_MARK = 200;

/** First word of a lock that this module took; what follows is the id of the run. Git writes an index in its place. */
const MARK = 'backup-run ';

/** Git's own lock on the index of the working tree: while it is held, no git process changes index or files. */
export interface IndexLock {
  /** A copy of the index, to be changed; `put` makes it the index in one step. */
  copy: { GIT_INDEX_FILE: string };
  put(): Promise<void>;
  release(): Promise<void>;
}

const folders = new WeakMap<Git, Promise<string>>();

/** Where git keeps what is of this working tree alone. Asked once for each opened repository. */
export function gitFolder(git: Git): Promise<string> {
  const known = folders.get(git);
  if (known) return known;
  const asked = git.run(['rev-parse', '--absolute-git-dir']).then(({ stdout }) => stdout.trimEnd());
  folders.set(git, asked);
  return asked;
}

/** Waits up to 10 s. Throws AppFailure BUSY where another process holds it, alive or not: it is never taken away here. */
export async function takeIndexLock(git: Git, runId: string, patienceMs = PATIENCE_MS): Promise<IndexLock> {
  const folder = await gitFolder(git);
  const lock = path.join(folder, 'index.lock');
  await createLock(lock, runId, patienceMs);
  const index = path.join(folder, 'index');
  const copy = path.join(folder, `backup-index-${runId}`);
  try {
    await copyFile(index, copy).catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== 'ENOENT') throw thrown;
    });
  } catch (thrown) {
    await rm(lock, { force: true });
    throw thrown;
  }
  return {
    copy: { GIT_INDEX_FILE: copy },
    put: () => rename(copy, index),
    release: async () => {
      await rm(copy, { force: true });
      await rm(lock, { force: true });
    },
  };
}

/** Waits for the lock to be free, and leaves it. Throws AppFailure BUSY as above. */
export async function waitForIndexLock(git: Git, patienceMs = PATIENCE_MS): Promise<void> {
  const lock = path.join(await gitFolder(git), 'index.lock');
  const endsAt = performance.now() + patienceMs;
  while ((await readLock(lock)) !== null) {
    if (performance.now() > endsAt) throw heldByOther();
    await delay(PAUSE_MS);
  }
}

/**
 * Removes a lock that a run of ours left behind. Only for the holder of the content lease: then no run of ours is alive.
 */
export async function removeOwnLock(git: Git): Promise<void> {
  const lock = path.join(await gitFolder(git), 'index.lock');
  if ((await readLock(lock))?.startsWith(MARK)) await rm(lock, { force: true });
}

async function createLock(lock: string, runId: string, patienceMs: number): Promise<void> {
  const endsAt = performance.now() + patienceMs;
  for (;;) {
    try {
      const handle = await open(lock, 'wx');
      await handle.writeFile(`${MARK}${runId}\n`);
      await handle.close();
      return;
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
    }
    if (performance.now() > endsAt) throw heldByOther();
    await delay(PAUSE_MS);
  }
}

async function readLock(lock: string): Promise<string | null> {
  try {
    return (await readFile(lock)).subarray(0, LARGEST_MARK).toString('latin1');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
}

const heldByOther = () =>
  failure('BUSY', 'Another Git process holds the content: its file index.lock is there for more than 10 s.', {
    hint: 'Nothing was changed. Try again in a moment; if it stays, the status of the content tells whether it was left behind.',
  });
