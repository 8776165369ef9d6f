import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type SimpleGitOptions, simpleGit } from 'simple-git';
import { type AppError, appError, failure } from '../kernel/app-error';
import { attempt, err, type Result } from '../kernel/result';
import { gitEnvironment } from './git-environment';

export interface GitOptions {
  /** The PATH of this process, where git is searched. */
  pathVariable?: string;
  signal?: AbortSignal;
}

/** One repository, for reading: nothing that its configuration, attributes or hooks name is ever run. */
export interface Git {
  /**
   * Gives what a git command writes, untrimmed. The arguments are fixed words and checked values only: a revision
   * stands after `--end-of-options`, a path after `--`. Null where git answers with `exitCode` 1 and no complaint.
   * Throws AppFailure: CORRUPT, CANCELLED, UNSUPPORTED.
   */
  read(...command: readonly string[]): Promise<string | null>;
}

const OLDEST = { major: 2, minor: 38 };
const SILENCE_MS = 15_000;
const USUAL_FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin', '/opt/homebrew/bin'].join(path.delimiter);

/** What simple-git guards against in words of others; here they are our own, and all of them switch something off. */
const OWN_SETTINGS: SimpleGitOptions['unsafe'] = {
  allowUnsafeConfigEnvCount: true,
  allowUnsafeFilter: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafeProtocolOverride: true,
};

/** Errors: UNSUPPORTED where git is missing or too old here, NOT_FOUND where the folder is no repository of its own. */
export async function openGit(contentPath: string, options: GitOptions = {}): Promise<Result<Git>> {
  const root = path.resolve(contentPath);
  const { pathVariable = USUAL_FOLDERS, signal } = options;
  const missing = await probe(pathVariable);
  if (missing) return err(missing);
  if (!(await isThere(path.join(root, '.git')))) {
    return err(
      appError('NOT_FOUND', 'The content folder is not a Git repository.', {
        hint: 'Set DATA_REPOSITORY and let the site clone it, or clone it into the content folder by hand.',
      }),
    );
  }
  const run = (settings: Settings, command: readonly string[]) =>
    runGit({ baseDir: root, environment: gitEnvironment({ root, pathVariable, settings }), signal }, command);
  return attempt(async () => {
    const names = await run([], ['config', '--list', '--includes', '--name-only', '-z']);
    const settings = filtersSwitchedOff(names ?? '');
    return { read: (...command) => run(settings, command) };
  });
}

type Settings = readonly (readonly [key: string, value: string])[];

/** A filter is a program that git runs over changed files: each that the configuration names becomes none. */
function filtersSwitchedOff(configNames: string): Settings {
  const drivers = new Set(configNames.split('\0').flatMap((name) => /^filter\.(.+)\.[^.]+$/s.exec(name)?.[1] ?? []));
  return [...drivers].flatMap((driver) => [
    [`filter.${driver}.clean`, ''] as const,
    [`filter.${driver}.smudge`, ''] as const,
    [`filter.${driver}.process`, ''] as const,
    [`filter.${driver}.required`, 'false'] as const,
  ]);
}

interface Place {
  baseDir: string;
  environment: Record<string, string>;
  signal?: AbortSignal | undefined;
}

async function runGit({ baseDir, environment, signal }: Place, command: readonly string[]): Promise<string | null> {
  let isPlainNo = false;
  const git = simpleGit({
    baseDir,
    trimmed: false,
    timeout: { block: SILENCE_MS },
    allowEnvironment: Object.keys(environment),
    unsafe: OWN_SETTINGS,
    errors: (error, { exitCode, stdErr }) => {
      if (exitCode === 0) return error;
      isPlainNo = exitCode === 1 && stdErr.length === 0;
      return error ?? new Error(`git ended with exit code ${exitCode}.`);
    },
    ...(signal && { abort: signal }),
  });
  try {
    return await git.env(environment).raw([...command]);
  } catch (cause) {
    if (signal?.aborted) throw failure('CANCELLED', 'Reading the content was cancelled.', { cause });
    if (isPlainNo) return null;
    throw failure('CORRUPT', 'Git cannot read the content repository.', {
      hint: 'Run "git fsck" and "git status" in the content folder on the server: they name what is wrong.',
      cause,
    });
  }
}

const probes = new Map<string, Promise<AppError | null>>();

/** Null where git fits. Looked up once; a missing git is looked for again, as it may have been installed since. */
async function probe(pathVariable: string): Promise<AppError | null> {
  const known = probes.get(pathVariable) ?? readVersion(pathVariable);
  probes.set(pathVariable, known);
  const problem = await known;
  if (problem) probes.delete(pathVariable);
  return problem;
}

async function readVersion(pathVariable: string): Promise<AppError | null> {
  const unavailable = (why: string) =>
    appError('UNSUPPORTED', `Content history is unavailable here: ${why}`, {
      hint: `Install Git ${OLDEST.major}.${OLDEST.minor} or newer on this server. Database backups work without it.`,
    });
  const environment = gitEnvironment({ root: null, pathVariable, settings: [] });
  const answer = await attempt(() => runGit({ baseDir: tmpdir(), environment }, ['version']));
  const [, text, major, minor] = /((\d+)\.(\d+)\S*)/.exec((answer.ok && answer.value) || '') ?? [];
  if (!text) return unavailable('Git is not installed.');
  const isNewEnough = Number(major) > OLDEST.major || (Number(major) === OLDEST.major && Number(minor) >= OLDEST.minor);
  return isNewEnough ? null : unavailable(`Git ${text} is too old.`);
}

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch {
    return false;
  }
}
