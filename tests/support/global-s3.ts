import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { afterThisProcess } from '../../scripts/embedded-postgres-watchdog';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the first test that needs an S3 server starts the one of this run, and the process it ends with. */
    s3Place: { folder: string; owner: number };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 's3-server-'));
  // Where this process is killed, the server ends by itself; its folder goes too.
  const watchdog = afterThisProcess('sleep 3; rm -rf "$1"', [folder]);
  project.provide('s3Place', { folder, owner: process.pid });
  return async () => {
    for (const pid of ['1', '2'].flatMap((attempt) => pidsIn(path.join(folder, attempt, 'pids')))) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    watchdog.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
}

const pidsIn = (file: string): number[] =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number) : [];
