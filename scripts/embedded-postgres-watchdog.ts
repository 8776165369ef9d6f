import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Starts a shell that waits until this process has ended, however it ends, and then runs `script`. Its `$1`, `$2` … are
 * `args`. Kill the returned process to call it off.
 */
export function afterThisProcess(script: string, args: readonly string[]): ChildProcess {
  // The pipe to its standard input closes with this process, even on SIGKILL.
  const watchdog = spawn('/bin/sh', ['-c', `cat >/dev/null; ${script}`, 'after-parent', ...args], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  const pipe: unknown = watchdog.stdin;
  if (pipe && typeof pipe === 'object' && 'unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
  return watchdog;
}
