import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ServerAccount, serverEnvironment } from './embedded-postgres-account';
import { freePort } from './embedded-postgres-port';
import { afterThisProcess } from './embedded-postgres-watchdog';

export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
  /** Fast shutdown: open sessions are ended, committed data is kept. Safe to call twice. */
  stop(): Promise<void>;
}

interface LaunchOptions {
  readonly postgres: string;
  readonly data: string;
  readonly logFile: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly account: ServerAccount | undefined;
}

/** A process id is reused in time: only the one that the data directory names is stopped. */
const stopIfStillOurs = '[ "$(head -n 1 "$2/postmaster.pid" 2>/dev/null)" = "$1" ] && kill -INT "$1"';
const startLimitMs = 60_000;
const stopLimitMs = 30_000;

/** One attempt on a free port. `undefined` when somebody took the port first. Other failures throw with the log's end. */
export async function launch(options: LaunchOptions): Promise<ServerProcess | undefined> {
  const port = await freePort();
  const log = openSync(options.logFile, 'w');
  const settings = {
    ...options.settings,
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
  };
  const child = spawn(
    options.postgres,
    ['-D', options.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      cwd: options.data,
      // An own process group: Ctrl-C reaches the owner, which decides the order of the shutdown.
      detached: true,
      stdio: ['ignore', log, log],
      env: serverEnvironment(),
      ...(options.account && { uid: options.account.uid, gid: options.account.gid }),
    },
  );
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  const ready = await waitUntilReady(child, options.data);
  if (!ready || child.pid === undefined) {
    child.kill('SIGQUIT');
    await ended;
    const text = existsSync(options.logFile) ? readFileSync(options.logFile, 'utf8') : '';
    if (/could not bind|Address already in use/i.test(text)) return undefined;
    throw new Error(`PostgreSQL did not start. ${options.logFile} ends with:\n${text.slice(-2000)}`);
  }
  const pid = child.pid;
  const watchdog = afterThisProcess(stopIfStillOurs, [String(pid), options.data]);
  child.unref();
  return {
    pid,
    port,
    async stop() {
      watchdog.kill('SIGKILL');
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      child.kill('SIGINT');
      const force = setTimeout(() => child.kill('SIGQUIT'), stopLimitMs);
      await ended;
      clearTimeout(force);
    },
  };
}

/** Ends a server that a killed owner left on this data directory, and clears a pid file that names somebody else. */
export async function clearLeftover(data: string): Promise<void> {
  const [pid] = pidFile(data);
  if (!pid) return;
  const deadline = Date.now() + stopLimitMs;
  let asked = false;
  while (isServerOf(pid, data)) {
    if (!asked) process.kill(pid, 'SIGINT');
    asked = true;
    if (Date.now() > deadline) process.kill(pid, 'SIGQUIT');
    await delay(50);
  }
  rmSync(path.join(data, 'postmaster.pid'), { force: true });
}

/** Line 1 is the postmaster's process id, line 8 its state. */
function pidFile(data: string): [number | undefined, string | undefined] {
  const file = path.join(data, 'postmaster.pid');
  if (!existsSync(file)) return [undefined, undefined];
  const lines = readFileSync(file, 'utf8').split('\n');
  return [Number(lines[0]) || undefined, lines[7]?.trim()];
}

function isServerOf(pid: number, data: string): boolean {
  try {
    process.kill(pid, 0);
    // A process id is reused: only a server that works in this data directory is ours.
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(data);
  } catch {
    return false;
  }
}

async function waitUntilReady(child: ChildProcess, data: string): Promise<boolean> {
  const deadline = Date.now() + startLimitMs;
  while (Date.now() < deadline) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return false;
    const [pid, state] = pidFile(data);
    if (pid === child.pid && state === 'ready') return true;
    await delay(20);
  }
  return false;
}
