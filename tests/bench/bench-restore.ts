import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { findNativeTools, type NativeTool } from '@/lib/backup/database/dump/native-binaries';
import { fingerprintTables } from '@/lib/backup/database/fingerprint/fingerprint-tables';
import type { TableFingerprint } from '@/lib/backup/database/fingerprint/table-fingerprint';
import { openClient } from '@/lib/backup/database/open-client';
import { parseConnectionUrl } from '@/lib/backup/database/parse-connection-url';
import { compareRestored } from '@/lib/backup/database/restore/compare-restored';
import { loadArchive } from '@/lib/backup/database/restore/load-archive';
import { loadSql } from '@/lib/backup/database/restore/load-sql';
import { listTables } from '@/lib/backup/database/tables';
import { unwrap } from '@/lib/backup/kernel/result';
import { startTestPostgres } from '../support/test-cluster';
import { createBenchDatabase, fillDatabase } from './big-database';

const MEGABYTES = Number(process.env.BENCH_MEGABYTES ?? 1000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const JOBS = Number(process.env.BENCH_JOBS ?? Math.min(4, availableParallelism()));
const RESTORED = 'bench_restored';

type Server = Awaited<ReturnType<typeof startTestPostgres>>;
interface OurRun {
  seconds: number;
  compareSeconds: number;
}

/**
 * Our restore into a new database against createdb and pg_restore with as many jobs, in turns, in the same run. Making
 * the database is part of both; the comparison, which pg_restore does not do, is timed apart. Asserts nothing.
 */
export async function benchRestore(): Promise<void> {
  const tools = await findNativeTools({
    pathVariable: process.env.PATH ?? '',
    pgBinDirectories: (process.env.PG_BIN_DIR ?? '').split(path.delimiter).filter(Boolean),
  });
  const major = ([18, 17, 15] as const).find((candidate) => toolsFor(tools, candidate));
  const chosen = major && toolsFor(tools, major);
  if (!major || !chosen) {
    console.log('Skipped: no pg_dump and pg_restore of one major on this machine to compare with.');
    return;
  }
  const server = await startTestPostgres(major);
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-restore-'));
  try {
    await createBenchDatabase(server.url('postgres'), 'bench');
    const size = await fillDatabase(server.url('bench'), MEGABYTES);
    const tables = await fingerprints(server);
    const archive = path.join(folder, 'bench.dump');
    const text = path.join(folder, 'bench.sql');
    await run(chosen.dump.path, ['-Fc', '-Z1', '-f', archive], server.url('bench'));
    await run(chosen.dump.path, ['-Fp', '-f', text], server.url('bench'));
    console.log(
      `PostgreSQL ${major}, database of ${megabytes(size)}, archive of ${megabytes((await stat(archive)).size)}, ` +
        `pg_restore ${chosen.restore.version}, ${JOBS} jobs, ${ROUNDS} rounds in turns`,
    );
    const bare: number[] = [];
    const ours: OurRun[] = [];
    const plain: OurRun[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(await runBare(server, chosen.restore, archive));
      ours.push(
        await runOurs(server, tables, (target) =>
          loadArchive(target, createReadStream(archive), { ...options(major), pgRestore: chosen.restore }),
        ),
      );
      plain.push(await runOurs(server, tables, (target) => loadSql(target, createReadStream(text), options(major))));
    }
    const reference = median(bare);
    console.log(`createdb and pg_restore -j ${JOBS}: ${reference.toFixed(2)} s`);
    report('ours, custom archive', ours, reference);
    report('ours, SQL text', plain, reference);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const options = (major: number) =>
  ({ ownership: 'keep', serverMajor: major, privateDatabase: true, jobs: JOBS }) as const;
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
const median = (values: number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

function report(title: string, runs: OurRun[], reference: number): void {
  const seconds = median(runs.map((run) => run.seconds));
  const compare = median(runs.map((run) => run.compareSeconds));
  console.log(
    `${title}: ${seconds.toFixed(2)} s, ratio ${(seconds / reference).toFixed(2)}; the comparison takes ${compare.toFixed(2)} s more`,
  );
}

function toolsFor(tools: readonly NativeTool[], major: number): { dump: NativeTool; restore: NativeTool } | null {
  const fitting = (name: NativeTool['name']) =>
    tools
      .filter((tool) => tool.name === name && tool.major >= major)
      .sort((left, right) => left.major - right.major)[0];
  const [dump, restore] = [fitting('pg_dump'), fitting('pg_restore')];
  return dump && restore && restore.major >= dump.major ? { dump, restore } : null;
}

async function fingerprints(server: Server): Promise<TableFingerprint[]> {
  const client = await openClient(unwrap(parseConnectionUrl(server.url('bench'))), { applicationName: 'bench' });
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await fingerprintTables(
      client,
      await listTables(client, { selection: { kind: 'full' }, excludeSchemas: [] }),
    );
  } finally {
    await client.end();
  }
}

async function newDatabase(server: Server): Promise<void> {
  const sql = postgres(server.url('postgres'), { max: 1, onnotice: () => undefined });
  await sql.unsafe(`create database ${RESTORED} template template0`);
  await sql.end();
}

/** With a checkpoint, so that no round pays for what the one before has left to write. */
async function dropDatabase(server: Server): Promise<void> {
  const sql = postgres(server.url('postgres'), { max: 1, onnotice: () => undefined });
  await sql.unsafe(`drop database if exists ${RESTORED} with (force)`);
  await sql.unsafe('checkpoint');
  await sql.end();
}

async function runBare(server: Server, tool: NativeTool, archive: string): Promise<number> {
  await dropDatabase(server);
  const began = performance.now();
  await newDatabase(server);
  await run(tool.path, ['-j', String(JOBS), '--exit-on-error', '-d', RESTORED, archive], server.url(RESTORED));
  return (performance.now() - began) / 1000;
}

async function runOurs(
  server: Server,
  tables: TableFingerprint[],
  load: (target: Parameters<typeof loadSql>[0]) => Promise<unknown>,
): Promise<OurRun> {
  await dropDatabase(server);
  const target = unwrap(parseConnectionUrl(server.url(RESTORED)));
  const began = performance.now();
  await newDatabase(server);
  await load(target);
  const loaded = performance.now();
  const proof = await compareRestored(target, { tables, sequences: [], schemaOnly: false, missingReferences: [] });
  if (!proof.same) throw new Error(proof.reason ?? 'The restored database differs.');
  return { seconds: (loaded - began) / 1000, compareSeconds: (performance.now() - loaded) / 1000 };
}

function run(binary: string, flags: string[], url: string): Promise<void> {
  const { hostname, port, username, password } = new URL(url);
  const env = {
    ...process.env,
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: new URL(url).pathname.slice(1),
  };
  return new Promise((resolve, reject) => {
    const child = spawn(binary, flags, { env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${binary} ended with ${code}.`))));
  });
}
