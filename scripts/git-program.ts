import { spawn } from 'node:child_process';

/** Set where a hook of another repository runs us; git would work on that one. */
const ANOTHER_REPOSITORY =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|CONFIG.*)$/;

interface GitOptions {
  /** Settings for this call; they travel in the environment, so that no secret stands in the list of processes. */
  config?: Record<string, string>;
  input?: string | Buffer;
}

/**
 * Runs the git program and returns its standard output without the last line break. It never asks for a password.
 *
 * @throws Error that says what git said, without the credentials it may quote.
 */
export async function git(folder: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const child = spawn('git', ['-C', folder, ...args], { env: environment(options.config ?? {}) });
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  // Git may end without reading everything; its exit code tells why.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) => reject(new Error('The git program cannot be started. Install git.', { cause })));
    child.once('close', resolve);
  });
  if (code === 0) return Buffer.concat(output).toString('utf8').replace(/\n$/, '');
  const said = Buffer.concat(complaints).toString('utf8').trim();
  throw new Error(`git ${args[0]} failed: ${withoutCredentials(said) || `exit code ${code}`}`);
}

function environment(config: Record<string, string>): NodeJS.ProcessEnv {
  const entries = Object.entries(config);
  const pairs = entries.flatMap(([key, value], place) => [
    [`GIT_CONFIG_KEY_${place}`, key],
    [`GIT_CONFIG_VALUE_${place}`, value],
  ]);
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !ANOTHER_REPOSITORY.test(name))),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: String(entries.length),
    ...Object.fromEntries(pairs),
  };
}

function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/\s@]*@/g, '//');
}
