import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive } from './process-alive';

/** One demo at a time in one checkout. @returns the release. @throws when another one runs. */
export function lockDemo(home: string): () => void {
  mkdirSync(home, { recursive: true });
  const file = path.join(home, 'demo.pid');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(readFileSync(file, 'utf8'));
    if (isAlive(owner)) {
      throw new Error(
        `The demo already runs as process ${owner}. Stop it with Ctrl-C; if that is no demo, remove ${file}.`,
      );
    }
    rmSync(file, { force: true });
  }
  throw new Error(`${file} cannot be taken over. Remove it, then start again.`);
}
