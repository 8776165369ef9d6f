import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findNativeTools } from '@/lib/backup/database/dump/native-binaries';
import { treeBytes } from './process-tree';

const SAMPLE_MS = 25;

export interface Sample {
  seconds: number;
  /** Peak of the process tree above idle. Bytes. */
  memory: number;
  bytes: number;
}

/** The newest server that a native pg_dump of this machine can dump, and that pg_dump. */
export async function benchTools() {
  const tools = await findNativeTools({
    pathVariable: process.env.PATH ?? '',
    pgBinDirectories: (process.env.PG_BIN_DIR ?? '').split(path.delimiter).filter(Boolean),
  });
  const dumps = tools.filter(({ name }) => name === 'pg_dump').sort((left, right) => right.major - left.major);
  const major = ([18, 17, 15] as const).find((candidate) => dumps.some((tool) => tool.major >= candidate));
  const tool = dumps.findLast((candidate) => candidate.major >= (major ?? 0));
  return { major, tool };
}

export const median = (values: number[]): number =>
  values.sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

export function connection(url: string): NodeJS.ProcessEnv {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    ...process.env,
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: pathname.slice(1),
  };
}

/** One backup in a process of its own, measured idle and at work. */
export async function runSubject(engine: string, format: string, environment: Record<string, string>): Promise<Sample> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/bench/dump-subject.ts', engine, format], {
    env: { ...process.env, BACKUP_SIGNING_KEY: 'bench signing key, long enough for it', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  const memory = watch(child, 'idle now');
  const began = performance.now();
  child.stdin.write('go\n');
  const outcome = JSON.parse(String((await lines.next()).value));
  const seconds = (performance.now() - began) / 1000;
  await exited(child);
  if (!outcome.ok) throw new Error(`${outcome.error.message} ${outcome.error.hint ?? ''}`);
  return { seconds, memory: memory(), bytes: outcome.value.size };
}

/** Samples a process tree until the returned function is called; gives the peak above what it had when it was idle. */
export function watch(child: ChildProcess, from: 'nothing' | 'idle now'): () => number {
  const idle = from === 'nothing' ? 0 : treeBytes(child.pid ?? 0);
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, treeBytes(child.pid ?? 0) - idle);
  }, SAMPLE_MS);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

export const exited = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`The process ended with ${code}.`))));
  });
