import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateBucketCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { s3ClientOf } from '../support/s3-client';
import { missingS3Programs, type S3Server, startS3Server } from '../support/s3-server';
import { startTestPostgres } from '../support/test-cluster';
import { benchTools, connection, exited, median, runSubject, type Sample, watch } from './bench-subject';
import { createBenchDatabase, fillDatabase } from './big-database';

const MEGABYTES = Number(process.env.BENCH_MEGABYTES ?? 1000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

/**
 * Our backup straight to a real S3 server (dump, fingerprint, upload, read-back from S3, signature) against the plain
 * pipeline `pg_dump -Fc | multipart upload` with the client of AWS, in turns, in the same run. Asserts nothing.
 */
export async function benchS3(): Promise<void> {
  const missing = missingS3Programs();
  const { major, tool } = await benchTools();
  if (missing || !major || !tool) {
    console.log(`Skipped: ${missing ?? 'no native pg_dump on this machine to compare with.'}`);
    return;
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-s3-'));
  const server = await startTestPostgres(major);
  try {
    const s3 = await startS3Server(folder, process.pid);
    await createBenchDatabase(server.url('postgres'), 'bench');
    const url = server.url('bench');
    const size = await fillDatabase(url, MEGABYTES);
    const megabytes = Math.round(size / 1e6);
    console.log(`PostgreSQL ${major}, database of ${megabytes} MB, pg_dump ${tool.version}, ${ROUNDS} rounds in turns`);
    const plain: Sample[] = [];
    const ours: Sample[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const bucket = `bench-${randomUUID()}`;
      await s3ClientOf(s3).send(new CreateBucketCommand({ Bucket: bucket }));
      plain.push(await runPlain(tool.path, url, s3, bucket));
      ours.push(await runOurs(url, s3, bucket));
    }
    report(plain, ours);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function report(plain: Sample[], ours: Sample[]): void {
  const seconds = (runs: Sample[]) => median(runs.map((run) => run.seconds));
  const memory = (runs: Sample[]) => (Math.max(...runs.map((run) => run.memory)) / 1e6).toFixed(0);
  const stored = (ours[0]?.bytes ?? 0) / 1e6;
  console.log(
    `native, custom to S3: ours ${seconds(ours).toFixed(2)} s with read-back, plain pipeline ${seconds(plain).toFixed(2)} s, ` +
      `ratio ${(seconds(ours) / seconds(plain)).toFixed(2)}; memory above idle ${memory(ours)} MB (plain ${memory(plain)} MB); ` +
      `${stored.toFixed(0)} MB stored, ${(stored / seconds(ours)).toFixed(1)} MB/s (plain ${((plain[0]?.bytes ?? 0) / 1e6 / seconds(plain)).toFixed(1)} MB/s)`,
  );
}

const runOurs = (url: string, s3: S3Server, bucket: string) =>
  runSubject('native', 'custom', {
    DATABASE_URL: url,
    BACKUP_STORAGE: `s3://${bucket}/ours?endpoint=${s3.endpoint}`,
    BACKUP_S3_ACCESS_KEY_ID: s3.accessKeyId,
    BACKUP_S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
  });

/** `pg_dump | upload`: the upload is a process of its own with the client of AWS and nothing of ours. */
async function runPlain(binary: string, url: string, s3: S3Server, bucket: string): Promise<Sample> {
  const upload = spawn(process.execPath, ['--import', 'tsx', 'tests/bench/plain-upload.ts', bucket, 'plain'], {
    env: { ...process.env, S3_SERVER: JSON.stringify(s3) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => upload.stdout.once('data', resolve));
  const memory = watch(upload, 'idle now');
  const began = performance.now();
  const dump = spawn(binary, ['-Fc', '-Z1'], { env: connection(url), stdio: ['ignore', 'pipe', 'inherit'] });
  dump.stdout.pipe(upload.stdin);
  await Promise.all([exited(dump), exited(upload)]);
  const seconds = (performance.now() - began) / 1000;
  const { ContentLength } = await s3ClientOf(s3).send(new HeadObjectCommand({ Bucket: bucket, Key: 'plain' }));
  return { seconds, memory: memory(), bytes: ContentLength ?? 0 };
}
