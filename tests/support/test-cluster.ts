import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { isAlive } from '../../scripts/demo/process-alive';
import { type EmbeddedPostgres, type PostgresMajor, startEmbeddedPostgres } from '../../scripts/embedded-postgres';
import { reachableDirectory, serverAccount } from '../../scripts/embedded-postgres-account';
import { findBinaries } from '../../scripts/embedded-postgres-binaries';
import { initialiseCluster } from '../../scripts/embedded-postgres-cluster';
import { clearLeftover } from '../../scripts/embedded-postgres-process';

const run = promisify(execFile);

/** Data of a test run is thrown away: nothing needs to reach the disk. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '200',
  shared_buffers: '64MB',
  jit: 'off',
};

/**
 * Starts a server on a throw-away copy of a cluster; `stop()` also removes the copy. A fresh cluster takes seconds to
 * make and a moment to copy, so one is kept per PostgreSQL build.
 */
export async function startTestPostgres(major: PostgresMajor): Promise<EmbeddedPostgres> {
  const account = serverAccount();
  const root = reachableDirectory(account, path.resolve('.tmp/postgres'));
  const binaries = findBinaries(major, account);
  const template = path.join(root, `template-${binaries.version}`);
  if (!existsSync(template)) {
    const building = path.join(root, `building-${process.pid}-${major}-${randomBytes(4).toString('hex')}`);
    mkdirSync(building, { recursive: true });
    await initialiseCluster(building, major, binaries, account);
    try {
      renameSync(building, template);
    } catch (error) {
      rmSync(building, { recursive: true, force: true });
      if (!existsSync(template)) throw error;
    }
  }
  const home = path.join(root, `run-${process.pid}-${major}-${randomBytes(4).toString('hex')}`);
  mkdirSync(home);
  if (account) chownSync(home, account.uid, account.gid);
  await run('cp', ['-R', '-p', path.join(template, 'data'), path.join(template, 'password'), home], {
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  const server = await startEmbeddedPostgres({ major, directory: home, settings });
  const stop = async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  };
  return { ...server, stop };
}

/** Ends servers and removes files that killed test runs left behind. */
export async function removeLeftovers(): Promise<void> {
  const root = reachableDirectory(serverAccount(), path.resolve('.tmp/postgres'));
  mkdirSync('.tmp', { recursive: true });
  for (const folder of [root, path.resolve('.tmp')]) {
    for (const name of readdirSync(folder)) {
      const owner = /^(?:run|building|app)-(\d+)-/.exec(name)?.[1];
      if (!owner || isAlive(Number(owner))) continue;
      await clearLeftover(path.join(folder, name, 'data'));
      rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  }
}
