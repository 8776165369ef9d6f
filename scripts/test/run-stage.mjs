import { spawn } from 'node:child_process';

/**
 * Runs one command in its own process group with its output passed through.
 * @param {{ command: string, args: string[], cwd: string, env?: Record<string, string>, limitMinutes: number }} stage
 * @returns {Promise<{ passed: boolean, seconds: number, problem?: string }>}
 */
export function runStage(stage) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(stage.command, stage.args, {
      cwd: stage.cwd,
      env: { ...process.env, ...stage.env },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    let timedOut = false;
    const stop = (signal) => signalGroup(child.pid, signal);
    const interrupt = () => stop('SIGINT');
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', interrupt);
    const limit = setTimeout(() => {
      timedOut = true;
      stop('SIGTERM');
      setTimeout(() => stop('SIGKILL'), 15_000).unref();
    }, stage.limitMinutes * 60_000);
    const finish = (passed, problem) => {
      clearTimeout(limit);
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      resolve({ passed, seconds: (Date.now() - started) / 1000, problem });
    };
    child.once('error', (error) => finish(false, error.message));
    child.once('close', (code, signal) => {
      if (timedOut) finish(false, `stopped after ${stage.limitMinutes} minutes`);
      else if (code === 0) finish(true);
      else finish(false, signal ? `ended by ${signal}` : `exit code ${code}`);
    });
  });
}

function signalGroup(pid, signal) {
  if (!pid) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
