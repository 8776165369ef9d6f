import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The unprivileged account PostgreSQL runs as; it refuses to run as root. */
export interface ServerAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const accountNames = ['postgres', '_postgres', 'nobody'];

/** `undefined` when this process is not root: the server then runs as the user who started it. */
export function serverAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const rows = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of accountNames) {
    const row = rows.find((fields) => fields[0] === name);
    const [uid, gid] = [Number(row?.[2]), Number(row?.[3])];
    if (uid > 0 && gid > 0) return { name, uid, gid };
  }
  throw new Error(`PostgreSQL does not run as root, and none of these accounts exists: ${accountNames.join(', ')}.`);
}

/** True when the account can enter every folder on the way to `directory`. */
export function canReach(account: ServerAccount | undefined, directory: string): boolean {
  if (!account) return true;
  const probe = spawnSync('/bin/sh', ['-c', 'cd "$0"', directory], {
    cwd: '/',
    uid: account.uid,
    gid: account.gid,
    stdio: 'ignore',
  });
  return probe.status === 0;
}

/**
 * Creates `directory`, or a stand-in the account can reach when the project lies in a closed place such as a
 * root-only home. The stand-in is stable for the same path, so kept data is found again.
 */
export function reachableDirectory(account: ServerAccount | undefined, directory: string): string {
  mkdirSync(directory, { recursive: true });
  if (canReach(account, directory)) return directory;
  const key = createHash('sha256').update(path.resolve(directory)).digest('hex').slice(0, 16);
  const parent = [tmpdir(), '/tmp'].find((candidate) => canReach(account, candidate));
  if (!parent) throw new Error(`The account ${account?.name} can reach neither ${directory} nor ${tmpdir()}.`);
  const standIn = path.join(parent, `ever-works-postgres-${key}`);
  mkdirSync(standIn, { recursive: true, mode: 0o755 });
  const found = lstatSync(standIn);
  // Somebody else could have made this name first in a shared temporary folder.
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error(`${standIn} belongs to somebody else. Remove it, then start again.`);
  }
  return standIn;
}

/** The server's programs get no more of our environment than they need. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: process.env.NODE_ENV ?? 'production', PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' };
}
