import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const running = new Set<ChildProcess>();

/**
 * Runs a Node program of this project, or of an installed package, to its end. Its standard error is passed through.
 * @returns its exit code and standard output.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: { env?: Record<string, string>; output: 'show' | 'capture' },
): Promise<{ code: number; stdout: string }> {
  const loader = file.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(process.execPath, [...loader, file, ...args], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', options.output === 'show' ? 'inherit' : 'pipe', 'inherit'],
  });
  running.add(child);
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode) => resolve(exitCode ?? 1));
    });
    return { code, stdout };
  } finally {
    running.delete(child);
  }
}

/** Asks every program that still runs to end. */
export function endPrograms(): void {
  for (const child of running) child.kill('SIGTERM');
}

/** Path of the `next` command line, which is started without a shell in between. */
export function nextCommand(): string {
  const description = createRequire(import.meta.url).resolve('next/package.json');
  return path.join(path.dirname(description), 'dist', 'bin', 'next');
}
