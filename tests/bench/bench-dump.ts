import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTestPostgres } from '../support/test-cluster';
import { benchTools, connection, exited, median, runSubject, type Sample, watch } from './bench-subject';
import { createBenchDatabase, fillDatabase } from './big-database';

const MEGABYTES = Number(process.env.BENCH_MEGABYTES ?? 1000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

/**
 * Our backup (dump, fingerprint, read-back, signature) against the bare pg_dump with the same flags, in turns, in the
 * same run. Prints medians and ratios; asserts nothing.
 */
export async function benchDump(): Promise<void> {
  const { major, tool } = await benchTools();
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

function report(title: string, bare: Sample[], ours: Sample[]): void {
  const seconds = (runs: Sample[]) => median(runs.map((run) => run.seconds));
  const memory = Math.max(...ours.map((run) => run.memory)) / 1e6;
  console.log(
    `${title}: ours ${seconds(ours).toFixed(2)} s, bare ${seconds(bare).toFixed(2)} s, ratio ${(seconds(ours) / seconds(bare)).toFixed(2)}, ` +
      `memory above idle ${memory.toFixed(0)} MB, ${((ours[0]?.bytes ?? 0) / 1e6).toFixed(0)} MB stored (bare ${((bare[0]?.bytes ?? 0) / 1e6).toFixed(0)} MB)`,
  );
}

async function runBare(binary: string, flags: string[], url: string): Promise<Sample> {
  const began = performance.now();
  const child = spawn(binary, flags, { env: connection(url), stdio: ['ignore', 'inherit', 'inherit'] });
  const memory = watch(child, 'nothing');
  await exited(child);
  const file = flags.at(-1) ?? '';
  return { seconds: (performance.now() - began) / 1000, memory: memory(), bytes: (await stat(file)).size };
}

async function runOurs(engine: string, format: string, url: string, folder: string): Promise<Sample> {
  const store = path.join(folder, 'store');
  const sample = await runSubject(engine, format, { DATABASE_URL: url, BACKUP_LOCAL_DIR: store });
  await rm(store, { recursive: true, force: true });
  return sample;
}
