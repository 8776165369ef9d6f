import type { Command } from 'commander';
import { copyBackup, formatBytes, getBackup, ok } from '@/lib/backup';
import type { Perform } from './command-line';
import { terminalActor } from './terminal-actor';

export function registerCopyCommand(program: Command, perform: Perform): void {
  program
    .command('copy <id>')
    .description('copy a backup to another destination and read it back there')
    .requiredOption('--to <name>', 'name of the destination, as in BACKUP_COPIES')
    .action((id: string, { to }: { to: string }) => perform(() => copy(id, to)));
}

async function copy(id: string, to: string) {
  const started = await copyBackup({ id, to }, terminalActor());
  if (!started.ok) return started;
  const copied = await started.value.finished;
  if (copied && !copied.ok) return copied;
  const backup = await getBackup(id);
  if (!backup.ok) return backup;
  const found = backup.value.copies.find(({ destination }) => destination === to);
  const size = formatBytes(copied?.value.size ?? 0);
  return ok({ data: { id, copy: found }, text: `Copied ${id} to “${to}” and read it back: ${size}.` });
}
