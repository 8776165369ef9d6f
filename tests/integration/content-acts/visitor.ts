import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Seen {
  looks: number;
  wrong: string[];
}

/** A visitor who reads all files until he is asked what he saw. */
export async function visitor(root: string): Promise<{ leave(): Promise<Seen> }> {
  const script = fileURLToPath(new URL('./watch-files.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, root], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    leave: async () => {
      child.stdin.write('leave\n');
      const { value } = await lines.next();
      return JSON.parse(value) as Seen;
    },
  };
}
