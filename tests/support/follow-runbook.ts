import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { waitFor } from './wait-for';

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** What a person types who has nothing but this file: the commands of each step, in order. */
export async function readRunbook(file: string): Promise<{ commands: string[]; names: string[] }> {
  const html = await readFile(file, 'utf8');
  const commands: string[] = [];
  for (const [, step, text = ''] of html.matchAll(/<pre data-step="(\d+)"[^>]*>([\s\S]*?)<\/pre>/g))
    commands[Number(step)] = text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
  const names = commands.flatMap((text) =>
    [...text.matchAll(/^for name in ([A-Z0-9_ ]+); do$/gm)].map(([, all]) => all),
  );
  return { commands, names: [...new Set(names.join(' ').split(' '))] };
}

export interface FollowedRunbook {
  /** Everything that was printed. */
  output: string;
  /** Milliseconds that each step took, by its number. */
  steps: Record<number, number>;
  /** Ends what the commands have left running. */
  stop(): Promise<void>;
}

/** `npm ci` and the build stand in for themselves: packages and build of this folder are there. All else is run as it is. */
const STAND_IN = `npm() {
  case "$*" in
    ci) ln -s "$PACKAGES" node_modules ;;
    "run -s build") cp -r "$BUILD" .next ;;
    *) command npm "$@" ;;
  esac
}`;

/** Runs the commands in one bash session that ends at the first failure. `environment` is all that is known to it. */
export async function followRunbook(
  folder: string,
  commands: readonly string[],
  environment: Record<string, string>,
): Promise<FollowedRunbook> {
  await mkdir(folder, { recursive: true });
  const marked = commands.flatMap((text, step) => [`echo "== step ${step} $EPOCHREALTIME"`, text ?? '']);
  const script = path.join(folder, 'typed.sh');
  await writeFile(
    script,
    ['set -euo pipefail', STAND_IN, ...marked, 'echo "== step end $EPOCHREALTIME"', ''].join('\n'),
  );
  const child = spawn('bash', [script], {
    cwd: folder,
    // A group of its own, so that what it leaves in the background can be ended with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment } as unknown as NodeJS.ProcessEnv,
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const group = -(child.pid ?? 0);
  const alive = () => {
    try {
      return process.kill(group, 0);
    } catch {
      return false;
    }
  };
  const stop = async () => {
    if (!alive()) return;
    process.kill(group, 'SIGTERM');
    await waitFor(() => !alive(), { timeoutMs: 15_000, what: 'the end of what the runbook started' });
  };
  const [code] = (await once(child, 'close')) as [number | null];
  const output = said.join('');
  if (code !== 0) {
    await stop();
    throw new Error(`The commands of the runbook ended with ${code}:\n${output}`);
  }
  return { output, steps: timesOf(output), stop };
}

function timesOf(output: string): Record<number, number> {
  const marks = [...output.matchAll(/^== step (\d+|end) ([\d.,]+)$/gm)].map(([, step, at = '']) => ({
    step: Number(step),
    at: Number(at.replace(',', '.')) * 1000,
  }));
  return Object.fromEntries(marks.slice(0, -1).map(({ step, at }, index) => [step, (marks[index + 1]?.at ?? at) - at]));
}
