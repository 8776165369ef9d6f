import { stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { appError, failure } from '../kernel/app-error';
import { decodeBytes } from '../kernel/byte-text';
import { attempt, err, type Result } from '../kernel/result';
import { disarmedSettings } from './disarmed-settings';
import { callGit, type GitAnswer } from './git-cli';
import { type GitSettings, gitEnvironment } from './git-environment';
import { probeGit } from './git-probe';

export interface GitOptions {
  /** The PATH of this process, where git is searched. */
  pathVariable?: string;
  /** Signs in at remotes of these origins (`https://github.com`) and of no other. */
  token?: { value: string; origins: readonly string[] };
  signal?: AbortSignal;
}

export interface GitRun {
  /** A temporary index, or names of author and committer. */
  env?: Readonly<Partial<Record<GitVariable, string>>>;
  input?: string | Buffer;
  /** Exit codes that are answers. Default: 0 alone. */
  allowExit?: readonly number[];
  /** Ends git after so many bytes. */
  limit?: number;
  /** Milliseconds without a byte after which git is ended. Default 15 s. */
  silenceMs?: number;
  /** Settings for this command alone, written by ourselves. */
  settings?: GitSettings;
}

export type GitVariable =
  | 'GIT_INDEX_FILE'
  | `GIT_${'AUTHOR' | 'COMMITTER'}_${'NAME' | 'EMAIL' | 'DATE'}`
  | 'GIT_LITERAL_PATHSPECS'
  | 'GIT_OBJECT_DIRECTORY'
  | 'GIT_ALTERNATE_OBJECT_DIRECTORIES';

/**
 * One repository. Nothing that its configuration, attributes or hooks name is ever run, and nothing is fetched by the
 * way. Arguments are fixed words and checked values only: a revision stands after `--end-of-options`, a path after
 * `--`, and is a CommitSha or a ContentPath.
 * All throw AppFailure: CORRUPT (git cannot do it), CANCELLED, UNSUPPORTED (git is gone).
 */
export interface Git {
  /** The content folder. */
  readonly root: string;
  readonly options: GitOptions;
  /** What git writes, untrimmed, invalid UTF-8 escaped as decodeBytes does. Null for exit code 1 without a complaint. */
  read(...command: readonly string[]): Promise<string | null>;
  /** The same, nothing decoded. `cut` tells that `limit` was reached and there is more. */
  readBytes(command: readonly string[], run?: GitRun): Promise<{ bytes: Buffer; cut: boolean }>;
  /** Plumbing that writes objects, refs, a temporary index or the working tree. Exit codes of `allowExit` are answers. */
  run(command: readonly string[], run?: GitRun): Promise<{ code: number; stdout: string }>;
  /** A command that speaks to a remote by one protocol. Never throws for what git answers. */
  speak(command: readonly string[], protocol: string, settings: GitSettings): Promise<GitAnswer>;
}

const SILENCE_MS = 15_000;
const NETWORK_SILENCE_MS = 60_000;
const USUAL_FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin', '/opt/homebrew/bin'].join(delimiter);

/** Commands that mean the working tree or its index. All others see objects and refs alone, without attributes. */
const TREE_COMMANDS: ReadonlySet<string> = new Set([
  ...['add', 'checkout', 'checkout-index', 'clean', 'diff', 'diff-files', 'diff-index', 'hash-object', 'ls-files'],
  ...['merge', 'read-tree', 'reset', 'restore', 'rm', 'stash', 'status', 'switch', 'update-index'],
]);

/** Errors: UNSUPPORTED where git is missing or too old here, NOT_FOUND where the folder is no repository of its own. */
export async function openGit(contentPath: string, options: GitOptions = {}): Promise<Result<Git>> {
  const root = resolve(contentPath);
  const { pathVariable = USUAL_FOLDERS, signal } = options;
  const missing = await probeGit(pathVariable);
  if (missing) return err(missing);
  if (!(await isThere(join(root, '.git')))) {
    return err(
      appError('NOT_FOUND', 'The content folder is not a Git repository.', {
        hint: 'Set DATA_REPOSITORY and let the site clone it, or clone it into the content folder by hand.',
      }),
    );
  }

  const call = (disarmed: GitSettings, command: readonly string[], run: GitRun = {}, protocol: string | null = null) =>
    callGit({
      baseDir: root,
      environment: gitEnvironment({
        root,
        pathVariable,
        settings: [...disarmed, ...(run.settings ?? [])],
        workTree: TREE_COMMANDS.has(command[0] ?? ''),
        protocol,
        ...(run.env && { extra: run.env }),
      }),
      command,
      input: typeof run.input === 'string' ? Buffer.from(run.input) : run.input,
      limit: run.limit,
      silenceMs: run.silenceMs ?? (protocol ? NETWORK_SILENCE_MS : SILENCE_MS),
      signal,
    });

  return attempt(async () => {
    const disarmed = await disarmedSettings(root, async () => {
      const names = accept(await call([], ['config', '--list', '--includes', '--name-only', '-z']), [0]);
      return names.stdout.toString('utf8');
    });
    return {
      root,
      options,
      read: async (...command) => {
        const answer = await call(disarmed, command);
        if (answer.code === 1 && answer.stderr === '') return null;
        return decodeBytes(accept(answer, [0]).stdout);
      },
      readBytes: async (command, run) => {
        const { stdout, cut } = accept(await call(disarmed, command, run), run?.allowExit ?? [0]);
        return { bytes: stdout, cut };
      },
      run: async (command, run) => {
        const answer = accept(await call(disarmed, command, run), run?.allowExit ?? [0]);
        return { code: answer.code ?? 0, stdout: decodeBytes(answer.stdout) };
      },
      speak: (command, protocol, settings) => call(disarmed, command, { settings }, protocol),
    };
  });
}

function accept(answer: GitAnswer, codes: readonly number[]): GitAnswer {
  if (answer.cut || (answer.code !== null && codes.includes(answer.code))) return answer;
  if (answer.ended === 'cancelled') throw failure('CANCELLED', 'The work on the content was cancelled.');
  const cause = new Error(`git ended with ${answer.code ?? answer.ended}: ${answer.stderr}`);
  if (answer.ended === 'unstartable') {
    throw failure('UNSUPPORTED', 'Content history is unavailable here: Git could not be started.', { cause });
  }
  if (/\.lock': File exists/.test(answer.stderr)) {
    throw failure('BUSY', 'Another Git process holds the content repository.', {
      hint: 'Try again in a moment. If it stays like this, the status page tells whether the lock was left behind.',
      cause,
    });
  }
  throw failure('CORRUPT', 'Git cannot read the content repository.', {
    hint: 'Run "git fsck" and "git status" in the content folder on the server: they name what is wrong.',
    cause,
  });
}

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch {
    return false;
  }
}
