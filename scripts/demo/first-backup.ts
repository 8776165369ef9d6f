import { existsSync, readdirSync } from 'node:fs';
import { runProgram } from './run-program';

/** Makes a backup and proves it by a restore, unless the folder already holds one. @returns what happened, in words. */
export async function makeFirstBackup(backupDirectory: string, env: Record<string, string>): Promise<string> {
  if (hasBackup(backupDirectory)) return 'The backups of the last run are still there.';
  const created = await command(['create', '--json'], env);
  if (!created.id) return `The first backup failed: ${created.problem}`;
  const verified = await command(['verify', created.id, '--level', 'restore', '--json'], env);
  if (verified.problem) return `Backup ${created.id} was made, but its restore failed: ${verified.problem}`;
  return `Backup ${created.id} was made, restored into a scratch database and compared.`;
}

function hasBackup(directory: string): boolean {
  if (!existsSync(directory)) return false;
  return readdirSync(directory, { recursive: true }).some((name) => String(name).endsWith('manifest.json'));
}

interface Answer {
  ok?: boolean;
  data?: { id?: string };
  error?: { message?: string; hint?: string };
}

async function command(args: string[], env: Record<string, string>): Promise<{ id?: string; problem?: string }> {
  const { code, stdout } = await runProgram('scripts/backup.ts', args, { env, output: 'capture' });
  const answer = readAnswer(stdout);
  if (code === 0 && answer?.ok) return { id: answer.data?.id };
  const words = [answer?.error?.message, answer?.error?.hint].filter(Boolean).join(' ');
  return { problem: words || `the command ended with exit code ${code}.` };
}

function readAnswer(stdout: string): Answer | undefined {
  try {
    return JSON.parse(stdout) as Answer;
  } catch {
    // The command died before it could answer; the exit code says so.
    return undefined;
  }
}
