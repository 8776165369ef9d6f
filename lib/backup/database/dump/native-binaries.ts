import { execFile } from 'node:child_process';
import { access, constants, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

export interface NativeTool {
  name: 'pg_dump' | 'pg_restore';
  path: string;
  /** "17.6". */
  version: string;
  major: number;
}

export interface ToolSearchPath {
  /** The PATH of this process. */
  pathVariable: string;
  /** Folders from PG_BIN_DIR, looked at first. */
  pgBinDirectories: string[];
}

const TOOLS = ['pg_dump', 'pg_restore'] as const;
const PROBE_TIMEOUT_MS = 5_000;
const run = promisify(execFile);

/** Where distributions keep several versions side by side: parent folder, folder name, folder of the binaries in it. */
const VERSIONED: [parent: string, name: RegExp, inner: string][] = [
  ['/usr/lib/postgresql', /^\d+/, 'bin'],
  ['/usr', /^pgsql-\d+$/, 'bin'],
  ['/usr/libexec', /^postgresql\d+$/, ''],
  ['/opt/homebrew/opt', /^(postgresql(@\d+)?|libpq)$/, 'bin'],
  ['/usr/local/opt', /^(postgresql(@\d+)?|libpq)$/, 'bin'],
  ['/Applications/Postgres.app/Contents/Versions', /^\d+$/, 'bin'],
];

/** "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", also "18beta1" and "19devel". */
export function readToolVersion(output: string): { version: string; major: number } | null {
  const match = /\(PostgreSQL\) ((\d+)(?:\.\d+)*(?:beta\d+|rc\d+|devel)?)/.exec(output);
  return match?.[1] && match[2] ? { version: match[1], major: Number(match[2]) } : null;
}

async function versionedDirectories(): Promise<string[]> {
  const found = await Promise.all(
    VERSIONED.map(async ([parent, name, inner]) => {
      const entries = await readdir(/*turbopackIgnore: true*/ parent).catch(() => []);
      return entries
        .filter((entry) => name.test(entry))
        .map((entry) => path.join(/*turbopackIgnore: true*/ parent, entry, inner));
    }),
  );
  return found.flat();
}

async function probe(directory: string, name: NativeTool['name'], pathVariable: string): Promise<NativeTool | null> {
  const environment: Record<string, string> = { PATH: pathVariable, LC_ALL: 'C' };
  const file = path.join(/*turbopackIgnore: true*/ directory, name);
  try {
    await access(file, constants.X_OK);
    const { stdout } = await run(/*turbopackIgnore: true*/ file, ['--version'], {
      timeout: PROBE_TIMEOUT_MS,
      killSignal: 'SIGKILL',
      env: environment as NodeJS.ProcessEnv,
    });
    const version = readToolVersion(stdout);
    return version && { name, path: file, ...version };
  } catch {
    // Absent, not executable, or no pg_dump at all: not a tool that anyone can use.
    return null;
  }
}

async function search({ pathVariable, pgBinDirectories }: ToolSearchPath): Promise<NativeTool[]> {
  const onPath = pathVariable.split(path.delimiter).filter((entry) => path.isAbsolute(entry));
  const seen = new Set<string>();
  const directories: string[] = [];
  for (const directory of [...pgBinDirectories, ...(await versionedDirectories()), ...onPath]) {
    const real = await realpath(/*turbopackIgnore: true*/ directory).catch(() => null);
    if (real === null || seen.has(real)) continue;
    seen.add(real);
    directories.push(directory);
  }
  const tools = await Promise.all(
    directories.flatMap((directory) => TOOLS.map((name) => probe(directory, name, pathVariable))),
  );
  return tools.filter((tool) => tool !== null);
}

const searches = new Map<string, Promise<NativeTool[]>>();

/**
 * Every pg_dump and pg_restore of this machine: PG_BIN_DIR first, then the distributions' folders, then PATH. Each is
 * asked for its version once per process.
 */
export function findNativeTools(searchPath: ToolSearchPath): Promise<NativeTool[]> {
  const key = JSON.stringify(searchPath);
  const known = searches.get(key) ?? search(searchPath);
  searches.set(key, known);
  return known;
}

/** The newest tool of that name which understands `atLeastMajor`; the first found of equals. */
export function newestTool(
  tools: readonly NativeTool[],
  name: NativeTool['name'],
  atLeastMajor: number,
): NativeTool | null {
  const minor = (tool: NativeTool) => Number(tool.version.split('.')[1] ?? 0) || 0;
  let best: NativeTool | null = null;
  for (const tool of tools) {
    if (tool.name !== name || tool.major < atLeastMajor) continue;
    const newer = !best || tool.major > best.major || (tool.major === best.major && minor(tool) > minor(best));
    if (newer) best = tool;
  }
  return best;
}
