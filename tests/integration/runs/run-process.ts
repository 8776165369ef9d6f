import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface RunProcess {
  /** Lets it start its runs; gives how each went. */
  go(): Promise<{ outcome: string; id: string }[]>;
  kill(): Promise<void>;
}

/** Another process of the application, ready to start runs; it holds the one that it gets until it is killed. */
export async function runProcess(url: string, starts = 1): Promise<RunProcess> {
  const script = fileURLToPath(new URL('./hold-a-run.ts', import.meta.url));
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    ['--import', 'tsx', script, url, String(starts)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    go: async () => {
      child.stdin.write('go\n');
      const { value } = await lines.next();
      return JSON.parse(value);
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
