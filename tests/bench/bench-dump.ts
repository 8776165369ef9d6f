import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findNativeTools } from '@/lib/backup/database/dump/native-binaries';
import { startTestPostgres } from '../support/test-cluster';
import { createBenchDatabase, fillDatabase } from './big-database';
import { treeBytes } from './process-tree';

const MEGABYTES = Number(process.env.BENCH_MEGABYTES ?? 1000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SAMPLE_MS = 25;

interface Sample {
  seconds: number;
  /** Peak of the process tree above idle. Bytes. */
  memory: number;
  bytes: number;
}

/**
 * Our backup (dump, fingerprint, read-back, signature) against the bare pg_dump with the same flags, in turns, in the
 * same run. Prints medians and ratios; asserts nothing.
 */
export async function benchDump(): Promise<void> {
  const tools = await findNativeTools({
    pathVariable: process.env.PATH ?? '',
    pgBinDirectories: (process.env.PG_BIN_DIR ?? '').split(path.delimiter).filter(Boolean),
  });
  const dumps = tools.filter(({ name }) => name === 'pg_dump').sort((left, right) => right.major - left.major);
  const major = ([18, 17, 15] as const).find((candidate) => dumps.some((tool) => tool.major >= candidate));
  const tool = dumps.findLast((candidate) => candidate.major >= (major ?? 0));
  if (!major || !tool) {
    console.log('Skipped: no native pg_dump on this machine to compare with.');
    return;
  }
  const server = await startTestPostgres(major);
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-dump-'));
  try {
    await createBenchDatabase(server.url('postgres'), 'bench');
    const url = server.url('bench');
    const size = await fillDatabase(url, MEGABYTES);
    console.log(
      `PostgreSQL ${major}, database of ${Math.round(size / 1e6)} MB, pg_dump ${tool.version}, ${ROUNDS} rounds in turns`,
    );
    const cases = [
      { title: 'native, custom', bare: ['-Fc', '-Z1'], engine: 'native', format: 'custom' },
      { title: 'wasm, sql.gz', bare: ['-Fp', '-Z1'], engine: 'wasm', format: 'sql.gz' },
    ] as const;
    for (const { title, bare, engine, format } of cases) {
      const bareRuns: Sample[] = [];
      const ourRuns: Sample[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        bareRuns.push(await runBare(tool.path, [...bare, '-f', path.join(folder, 'bare')], url));
        ourRuns.push(await runOurs(engine, format, url, folder));
      }
      report(title, bareRuns, ourRuns);
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const median = (values: number[]): number =>
  values.sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

function report(title: string, bare: Sample[], ours: Sample[]): void {
  const seconds = (runs: Sample[]) => median(runs.map((run) => run.seconds));
  const memory = Math.max(...ours.map((run) => run.memory)) / 1e6;
  console.log(
    `${title}: ours ${seconds(ours).toFixed(2)} s, bare ${seconds(bare).toFixed(2)} s, ratio ${(seconds(ours) / seconds(bare)).toFixed(2)}, ` +
      `memory above idle ${memory.toFixed(0)} MB, ${((ours[0]?.bytes ?? 0) / 1e6).toFixed(0)} MB stored (bare ${((bare[0]?.bytes ?? 0) / 1e6).toFixed(0)} MB)`,
  );
}

function connection(url: string): NodeJS.ProcessEnv {
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

async function runBare(binary: string, flags: string[], url: string): Promise<Sample> {
  const began = performance.now();
  const child = spawn(binary, flags, { env: connection(url), stdio: ['ignore', 'inherit', 'inherit'] });
  const memory = watch(child, 0);
  await exited(child);
  const file = flags.at(-1) ?? '';
  return { seconds: (performance.now() - began) / 1000, memory: memory(), bytes: (await stat(file)).size };
}

async function runOurs(engine: string, format: string, url: string, folder: string): Promise<Sample> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/bench/dump-subject.ts', engine, format], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      BACKUP_LOCAL_DIR: path.join(folder, 'store'),
      BACKUP_SIGNING_KEY: 'bench signing key, long enough for it',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  const idle = treeBytes(child.pid ?? 0);
  const began = performance.now();
  const memory = watch(child, idle);
  child.stdin.write('go\n');
  const outcome = JSON.parse(String((await lines.next()).value));
  const seconds = (performance.now() - began) / 1000;
  await exited(child);
  if (!outcome.ok) throw new Error(`${outcome.error.message} ${outcome.error.hint ?? ''}`);
  await rm(path.join(folder, 'store'), { recursive: true, force: true });
  return { seconds, memory: memory(), bytes: outcome.value.size };
}

/** Samples a process tree until the returned function is called; gives the peak above `idle`. */
function watch(child: ChildProcess, idle: number): () => number {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, treeBytes(child.pid ?? 0) - idle);
  }, SAMPLE_MS);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

const exited = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`The process ended with ${code}.`))));
  });
