import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { pipeline } from 'node:stream/promises';
import { AppFailure } from '../../kernel/app-error';
import { endProcessGroup } from '../dump/end-process-group';
import { cancelled } from '../open-client';
import { archiveFailure } from './archive-failure';

const KEPT_WORDS = 16 * 1024;

export interface ArchiveReading {
  /** The SQL text. Ends only after exit code 0 without an error line; throws AppFailure otherwise. */
  sql: AsyncIterable<Uint8Array>;
  /** Ends the process, whatever its state. Safe to call twice. */
  close(): Promise<void>;
}

function startDecoder(path: string) {
  return spawn(/*turbopackIgnore: true*/ path, ['--file=-'], {
    cwd: tmpdir(),
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', HOME: '/nonexistent' } as unknown as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own group, so that a wrapper script and its child end together.
    detached: true,
  });
}

/**
 * Turns a custom archive into SQL text with pg_restore, from pipe to pipe, in constant memory. The process connects to
 * nothing and gets no credentials: it is a decoder, and the loader is the only one that talks to the server.
 */
export function readArchive(
  source: AsyncIterable<Uint8Array>,
  options: { pgRestore: { path: string }; signal?: AbortSignal },
): ArchiveReading {
  const { pgRestore, signal } = options;
  let close = async () => {};

  // The process starts with the first read: Node drops the output of a process that ends before anybody reads it.
  async function* read(): AsyncGenerator<Uint8Array> {
    if (signal?.aborted) throw cancelled();
    const child = startDecoder(pgRestore.path);
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-KEPT_WORDS);
    });
    const ended = new Promise<string | null>((resolve) => {
      child.once('error', (thrown) => resolve(`could not be started: ${thrown.message}`));
      child.once('close', (code, by) => resolve(code === 0 ? null : `ended with ${by ?? `exit code ${code}`}`));
    });
    // A pipe that breaks because the process has ended is told by how it ended.
    const fed = pipeline(source, child.stdin).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    close = () => {
      child.stdin.destroy();
      return endProcessGroup(child);
    };
    const onAbort = () => void close();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      for await (const chunk of child.stdout) yield chunk;
      const ending = await ended;
      if (signal?.aborted) throw cancelled();
      if (ending === null && !/^pg_restore: (error|fatal):/m.test(words)) return;
      const broken = await fed;
      throw broken instanceof AppFailure ? broken : archiveFailure(words, ending ?? 'ended with exit code 0');
    } finally {
      signal?.removeEventListener('abort', onAbort);
      await close();
    }
  }
  return { sql: read(), close: () => close() };
}
