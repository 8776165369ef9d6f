import { type SimpleGitOptions, simpleGit } from 'simple-git';

/** The only file that starts git, through simple-git. Everything it is given was checked or written by ourselves. */

export interface GitCall {
  baseDir: string;
  /** Complete: nothing of this process's own environment is added. */
  environment: Readonly<Record<string, string>>;
  command: readonly string[];
  /** Standard input. */
  input?: Buffer | undefined;
  /** Ends git once it has written more bytes than this. */
  limit?: number | undefined;
  /** Ends git after so long without a sign of life. */
  silenceMs: number;
  signal?: AbortSignal | undefined;
}

export interface GitAnswer {
  /** Null where git could not be started, or was ended by us. */
  code: number | null;
  stdout: Buffer;
  /** Raw words of git: they hold paths of this machine. For the log only. */
  stderr: string;
  /** True where `limit` was passed: `stdout` is the beginning of more. */
  cut: boolean;
  ended: 'cancelled' | 'silent' | 'unstartable' | null;
}

/** What simple-git guards against in words of others; here they are our own, and all of them switch something off. */
const OWN_SETTINGS: SimpleGitOptions['unsafe'] = {
  allowUnsafeAskPass: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeFilter: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafeMergeDriver: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
};

/** Runs git to its end. Never throws for what git answers. */
export async function callGit(call: GitCall): Promise<GitAnswer> {
  const chunks: Buffer[] = [];
  const answer: GitAnswer = { code: null, stdout: Buffer.alloc(0), stderr: '', cut: false, ended: null };
  const stop = new AbortController();
  const cancel = () => stop.abort();
  call.signal?.addEventListener('abort', cancel, { once: true });
  if (call.signal?.aborted) stop.abort();
  let size = 0;
  const git = simpleGit({
    baseDir: call.baseDir,
    trimmed: false,
    timeout: { block: call.silenceMs },
    completion: { onClose: true, onExit: false },
    allowEnvironment: Object.keys(call.environment),
    unsafe: OWN_SETTINGS,
    abort: stop.signal,
    // Always something, or git would wait for more.
    input: () => call.input ?? Buffer.alloc(0),
    errors: (error, { exitCode, stdErr }) => {
      answer.code = exitCode;
      answer.stderr = Buffer.concat(stdErr).toString('utf8');
      // simple-git takes a failure without words for a success; its own reasons to end git are errors already.
      return error instanceof Error || exitCode !== 0 ? new Error('git failed', { cause: error }) : undefined;
    },
  });
  git.outputHandler((_, stdout) => {
    stdout.on('data', (chunk: Buffer) => {
      if (answer.cut) return;
      chunks.push(chunk);
      size += chunk.length;
      if (call.limit === undefined || size <= call.limit) return;
      answer.cut = true;
      stop.abort();
    });
    // Where nothing was written simple-git waits for late output; an empty piece at the end tells that none will come.
    stdout.once('end', () => stdout.emit('data', Buffer.alloc(0)));
  });
  try {
    await git.env({ ...call.environment }).raw([...call.command]);
  } catch (thrown) {
    const isStopped = stop.signal.aborted;
    if (isStopped && !answer.cut) answer.ended = 'cancelled';
    else if (!isStopped && (answer.code === null || answer.code < 0)) {
      answer.ended = /block timeout/.test(wordsOf(thrown)) ? 'silent' : 'unstartable';
    }
    if (isStopped || answer.ended) answer.code = null;
  } finally {
    call.signal?.removeEventListener('abort', cancel);
  }
  answer.stdout = Buffer.concat(chunks).subarray(0, call.limit);
  return answer;
}

const wordsOf = (thrown: unknown): string =>
  thrown instanceof Error ? `${thrown.message} ${wordsOf(thrown.cause)}` : String(thrown ?? '');
