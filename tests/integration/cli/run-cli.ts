import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';

export interface CliError {
  code: string;
  message: string;
  hint: string | null;
}

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
  milliseconds: number;
  /** The one document on stdout; throws where there is more, less or something else. */
  document(): { ok: boolean; data?: unknown; error?: CliError };
  /** `data` of a command that must have gone well. */
  data<T>(): T;
  /** `error` of a command that must have failed. */
  error(): CliError;
}

export interface CliTable {
  schema: string;
  name: string;
  rows: number;
  digest: string;
}

export interface CliBackup {
  id: string;
  createdAt: string;
  scope: string;
  format: string;
  engine: string;
  size: number;
  sha256: string;
  proof: string;
  note: string | null;
  tables: CliTable[];
}

export interface TestCli {
  /** A folder of its own: `store` in it holds the backups. Removed by `close`. */
  directory: string;
  store: string;
  start(words: string[], environment?: Record<string, string>): StartedCli;
  run(words: string[], environment?: Record<string, string>): Promise<CliResult>;
  close(): Promise<void>;
}

export interface StartedCli {
  child: ChildProcessByStdio<null, Readable, Readable>;
  ended: Promise<CliResult>;
}

/** The command line as its own process, with nothing of this machine's settings but the way to its programs. */
export async function openCli(
  databaseUrl: string,
  settings: Record<string, string> = {},
  cwd = process.cwd(),
): Promise<TestCli> {
  const directory = await mkdtemp(path.join(tmpdir(), 'backup-cli-'));
  const store = path.join(directory, 'store');
  const base: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    PG_BIN_DIR: process.env.PG_BIN_DIR ?? '',
    HOME: directory,
    DATABASE_URL: databaseUrl,
    BACKUP_LOCAL_DIR: store,
    BACKUP_SIGNING_KEY: 'test signing key, long enough for anybody',
    BACKUP_ENGINE: 'wasm',
    SITE_NAME: 'Test Directory',
    CONTENT_PATH: path.join(directory, 'content'),
    ...settings,
  };
  const running = new Set<StartedCli['child']>();

  const start: TestCli['start'] = (words, environment = {}) => {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [inject('commandLine'), ...words], {
      cwd,
      env: { ...base, ...environment } as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    const finish = async (): Promise<CliResult> => {
      const exited = once(child, 'exit');
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
      const [code] = (await exited) as [number | null];
      running.delete(child);
      return result(code, stdout, stderr, performance.now() - startedAt);
    };
    return { child, ended: finish() };
  };

  return {
    directory,
    store,
    start,
    run: (words, environment) => start(words, environment).ended,
    async close() {
      for (const child of running) child.kill('SIGKILL');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function result(code: number | null, stdout: string, stderr: string, milliseconds: number): CliResult {
  const document: CliResult['document'] = () => {
    if (stdout.trim().split('\n').length !== 1) throw new Error(`Not one document:\n${stdout}\n${stderr}`);
    return JSON.parse(stdout);
  };
  return {
    code,
    stdout,
    stderr,
    milliseconds,
    document,
    data<T>() {
      const answer = document();
      if (!answer.ok || code !== 0) throw new Error(`Exit code ${code}: ${stdout}\n${stderr}`);
      return answer.data as T;
    },
    error() {
      const answer = document();
      if (answer.ok || !answer.error || code === 0) throw new Error(`Exit code ${code}: ${stdout}\n${stderr}`);
      return answer.error;
    },
  };
}
