import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Writable } from 'node:stream';
import { endProcessGroup } from '../dump/end-process-group';
import { archiveFailure } from './archive-failure';

const KEPT_WORDS = 16 * 1024;

export interface Decoder {
  input: Writable;
  /** The SQL text. Throws `broken`'s failure, or one for the ending, unless the process ended well. */
  output(broken: () => Promise<unknown>): AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
}

/** pg_restore as a decoder, from pipe to pipe: it connects to nothing and gets no credentials. `selection`: the flags that choose parts. */
export function startDecoder(path: string, selection: readonly string[]): Decoder {
  const child = spawn(/*turbopackIgnore: true*/ path, ['--file=-', ...selection], {
    cwd: tmpdir(),
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', HOME: '/nonexistent' } as unknown as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own group, so that a wrapper script and its child end together.
    detached: true,
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-KEPT_WORDS);
  });
  const ended = new Promise<string | null>((resolve) => {
    child.once('error', (thrown) => resolve(`could not be started: ${thrown.message}`));
    child.once('close', (code, by) => resolve(code === 0 ? null : `ended with ${by ?? `exit code ${code}`}`));
  });
  return {
    input: child.stdin,
    async *output(broken) {
      for await (const chunk of child.stdout) yield chunk;
      const ending = await ended;
      if (ending === null && !/^pg_restore: (error|fatal):/m.test(words)) return;
      throw (await broken()) ?? archiveFailure(words, ending ?? 'ended with exit code 0');
    },
    async close() {
      child.stdin.destroy();
      await endProcessGroup(child);
    },
  };
}
