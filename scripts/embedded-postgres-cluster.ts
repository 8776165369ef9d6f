import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { isAlive } from './demo/process-alive';
import { type ServerAccount, serverEnvironment } from './embedded-postgres-account';
import type { PostgresBinaries, PostgresMajor } from './embedded-postgres-binaries';

const run = promisify(execFile);

/** A home holds `data/` (the cluster), `password` (0600) and `server.log`. */
export const dataDirectoryOf = (home: string): string => path.join(home, 'data');
export const passwordOf = (home: string): string => readFileSync(path.join(home, 'password'), 'utf8').trim();

/** Creates the cluster unless it is there. A killed attempt leaves no half-made `data/`: it appears by rename. */
export async function initialiseCluster(
  home: string,
  major: PostgresMajor,
  binaries: PostgresBinaries,
  account: ServerAccount | undefined,
): Promise<void> {
  const data = dataDirectoryOf(home);
  if (existsSync(path.join(data, 'PG_VERSION'))) {
    const found = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
    if (found !== String(major))
      throw new Error(`${data} was made by PostgreSQL ${found}, wanted ${major}. Remove it.`);
    return;
  }
  const fresh = `${data}.new-${process.pid}`;
  const passwordFile = path.join(home, 'password');
  removeAbandoned(home);
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (account) for (const file of [fresh, passwordFile]) chownSync(file, account.uid, account.gid);
  try {
    await run(path.join(binaries.directory, 'initdb'), initialiseArguments(fresh, passwordFile, major), {
      cwd: home,
      env: serverEnvironment(),
      ...(account && { uid: account.uid, gid: account.gid }),
    });
    renameSync(fresh, data);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Half-made clusters of processes that were killed. */
function removeAbandoned(home: string): void {
  for (const name of readdirSync(home)) {
    const owner = /^data\.new-(\d+)$/.exec(name)?.[1];
    if (owner && !isAlive(Number(owner))) rmSync(path.join(home, name), { recursive: true, force: true });
  }
}

function initialiseArguments(data: string, passwordFile: string, major: PostgresMajor): string[] {
  return [
    `--pgdata=${data}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // No operating system lacks the C locale; from 17 on the server brings Unicode rules of its own.
    '--locale=C',
    ...(major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
    '--wal-segsize=4',
    '--no-sync',
    '--no-instructions',
  ];
}
