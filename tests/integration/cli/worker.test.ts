import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FaultyS3, openFaultyS3 } from '../../support/faulty-s3';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { missingS3Programs } from '../../support/s3-server';
import { newS3Bucket } from '../../support/shared-s3';
import { waitFor } from '../../support/wait-for';

/** A worker is a process of its own, and other tests run beside it. */
const PATIENCE = { timeout: 240_000 };
const missing = missingS3Programs();

let database: TestDatabase;
let directory: string;

beforeAll(async () => {
  [database, directory] = await Promise.all([siteDatabase(), mkdtemp(path.join(tmpdir(), 'backup-worker-'))]);
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await database?.drop();
});
beforeEach(() => database.query(`delete from backup.runs`).catch(() => undefined));

interface Worker {
  child: ChildProcessByStdio<null, Readable, Readable>;
  said(): string;
  /** Waits until it has said this. */
  until(words: string): Promise<unknown>;
  /** Stops it as a service manager does; gives how it ended and after how many milliseconds. */
  stop(): Promise<{ code: number | null; milliseconds: number }>;
}

function startWorker(settings: Record<string, string> = {}): Worker {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/worker.ts'], {
    env: {
      PATH: process.env.PATH,
      PG_BIN_DIR: process.env.PG_BIN_DIR,
      HOME: directory,
      DATABASE_URL: database.url,
      BACKUP_LOCAL_DIR: path.join(directory, 'store'),
      BACKUP_SIGNING_KEY: 'test signing key, long enough for anybody',
      BACKUP_ENGINE: 'wasm',
      BACKUP_DRILL_DAYS: '0',
      SITE_NAME: 'Test Directory',
      CONTENT_PATH: path.join(directory, 'content'),
      ...settings,
    } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let logged = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    logged += chunk.toString();
  });
  const exited = once(child, 'exit');
  return {
    child,
    said: () => said,
    until: (words) =>
      waitFor(() => said.includes(words), { timeoutMs: 90_000, what: `“${words}”. Said: ${said} Logged: ${logged}` }),
    async stop() {
      const from = performance.now();
      child.kill('SIGTERM');
      const [code] = (await exited) as [number | null];
      return { code, milliseconds: performance.now() - from };
    },
  };
}

const runs = () => database.query('select status, slot from backup.runs order by fence');

test('says what it does and ends cleanly when it is stopped', PATIENCE, async () => {
  const worker = startWorker();
  try {
    await worker.until('The backup is made');
    expect((await worker.stop()).code).toBe(0);
    const lines = worker
      .said()
      .trim()
      .split('\n')
      .map((line) => line.replace(/^\S+ \S+ UTC {2}/, ''));
    expect(lines[0]).toMatch(/^The worker is up\. Next run: /);
    expect(lines.at(-1)).toBe('The worker has stopped.');
    expect(await database.query(`select status from backup.runs where kind = 'backup' and status <> 'missed'`)).toEqual(
      [{ status: 'done' }],
    );
  } finally {
    worker.child.kill('SIGKILL');
  }
});

/** A real S3 server that never answers who puts the data of a backup. */
async function stallingS3(skip: (condition: boolean, note: string) => void): Promise<{
  proxy: FaultyS3;
  address: string;
  keys: Record<string, string>;
}> {
  skip(missing !== null, missing ?? '');
  const proxy = await openFaultyS3();
  const { bucket, credentials } = await newS3Bucket();
  proxy.rules.push({ method: 'PUT', path: DATA, fault: { kind: 'stall' }, times: Number.POSITIVE_INFINITY });
  return {
    proxy,
    address: `s3://${bucket}/site?endpoint=${proxy.endpoint}&region=us-east-1&pathStyle=true`,
    keys: {
      BACKUP_S3_ACCESS_KEY_ID: credentials?.accessKeyId ?? '',
      BACKUP_S3_SECRET_ACCESS_KEY: credentials?.secretAccessKey ?? '',
    },
  };
}

const DATA = /\/data\./;
const dataComes = ({ seen }: FaultyS3) =>
  waitFor(() => seen.some((one) => one.startsWith('PUT') && DATA.test(one)), { timeoutMs: 90_000, what: 'the data' });

test('a destination that stalls holds neither its loop nor its end', PATIENCE, async ({ skip }) => {
  const { proxy, address, keys } = await stallingS3(skip);
  const worker = startWorker({ ...keys, BACKUP_COPIES: `away=${address}` });
  try {
    await worker.until('The backup is made');
    await dataComes(proxy);
    const tickedAt = async () =>
      String((await database.query<{ ticked_at: Date }>('select ticked_at from backup.schedule_watch'))[0]?.ticked_at);
    const before = await tickedAt();
    await waitFor(async () => (await tickedAt()) !== before, { timeoutMs: 90_000, what: 'the next tick' });
    const { code, milliseconds } = await worker.stop();
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(4_000);
    expect(await runs()).toEqual([{ status: 'done', slot: expect.stringMatching(/^slot:/) }]);
  } finally {
    worker.child.kill('SIGKILL');
    await proxy.close();
  }
});

test(
  'stopped in the middle of a backup it ends in time; the next one makes that backup',
  PATIENCE,
  async ({ skip }) => {
    const { proxy, address, keys } = await stallingS3(skip);
    const settings = { ...keys, BACKUP_STORAGE: address };
    const worker = startWorker(settings);
    try {
      await worker.until('Started the backup');
      await dataComes(proxy);
      const { code, milliseconds } = await worker.stop();
      expect(code).toBe(0);
      // What `docker stop` waits before it kills.
      expect(milliseconds).toBeLessThan(10_000);
      expect(worker.said()).toContain('The backup was not made: Cancelled by Worker.');
      expect(await runs()).toEqual([{ status: 'cancelled', slot: null }]);
    } finally {
      worker.child.kill('SIGKILL');
    }
    proxy.rules.splice(0);
    const next = startWorker(settings);
    try {
      await next.until('The backup is made');
      expect((await next.stop()).code).toBe(0);
      expect(await runs()).toMatchObject([{ status: 'cancelled' }, { status: 'done', slot: expect.any(String) }]);
    } finally {
      next.child.kill('SIGKILL');
      await proxy.close();
    }
  },
);
