import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SCRIPT = path.resolve('scripts/rescue.mjs');

/** `node rescue.mjs …` with nothing of this machine's environment; what it said, or what it refused with. */
export async function rescue(
  words: string[],
  { script = SCRIPT, environment = {} }: { script?: string; environment?: Record<string, string> } = {},
): Promise<{ said: string } | { refused: string }> {
  try {
    const { stdout } = await run(process.execPath, [script, ...words], { env: environment as NodeJS.ProcessEnv });
    return { said: stdout };
  } catch (thrown) {
    return { refused: String((thrown as { stderr?: string }).stderr) };
  }
}
