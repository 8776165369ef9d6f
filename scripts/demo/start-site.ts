import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../embedded-postgres-port';
import { afterThisProcess } from '../embedded-postgres-watchdog';
import { nextCommand } from './run-program';

export interface RunningSite {
  readonly baseUrl: string;
  readonly pid: number;
  /** Resolves when the site ends, asked or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const startLimitMs = 60_000;
const stopLimitMs = 10_000;

/**
 * Starts the production build on 127.0.0.1 and waits until it answers. Without `port` it takes a free one. The site ends
 * with `stop()`, and also when this process dies.
 */
export async function startSite(options: {
  env: Record<string, string>;
  logFile: string;
  port?: number;
  /** Folder of the project. Default: this one. */
  cwd?: string;
}): Promise<RunningSite> {
  for (let attempt = 0; ; attempt += 1) {
    const site = await startOnce(options.port ?? (await freePort()), options);
    if (typeof site !== 'string') return site;
    const portTaken = site.includes('EADDRINUSE');
    if (!portTaken || options.port || attempt === 4)
      throw new Error(`The site did not start. ${options.logFile} ends with:\n${site}`);
  }
}

/** The end of the log when the site did not come up. */
async function startOnce(
  port: number,
  { env, logFile, cwd }: { env: Record<string, string>; logFile: string; cwd?: string },
): Promise<RunningSite | string> {
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [nextCommand(), 'start', '--port', String(port), '--hostname', '127.0.0.1'], {
    cwd,
    env: { ...process.env, ...env, NODE_ENV: 'production' },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const { pid } = child;
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  const hasEnded = () => pid === undefined || child.exitCode !== null || child.signalCode !== null;
  const watchdog = afterThisProcess('kill -TERM "-$1"', [String(pid)]);
  void ended.then(() => watchdog.kill('SIGKILL'));
  const stop = async () => {
    if (hasEnded()) return;
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
    await ended;
    clearTimeout(force);
  };
  const baseUrl = `http://localhost:${port}`;
  const deadline = Date.now() + startLimitMs;
  while (!hasEnded() && Date.now() < deadline) {
    if (pid !== undefined && (await answers(`http://127.0.0.1:${port}/api/health`)))
      return { baseUrl, pid, ended, stop };
    await delay(100);
  }
  await stop();
  return readFileSync(logFile, 'utf8').slice(-2000);
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(5_000) });
    return true;
  } catch {
    // Refused until the server listens.
    return false;
  }
}
