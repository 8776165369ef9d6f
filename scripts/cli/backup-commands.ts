import { type Command, Option } from 'commander';
import {
  type BackupRequest,
  type BackupView,
  deleteBackup,
  getBackup,
  listBackups,
  ok,
  startBackup,
  undeleteBackup,
  verifyBackup,
} from '@/lib/backup';
import { backupDocument, describeBackup, tableOfBackups } from './backup-text';
import type { Perform } from './command-line';
import { downloadArtifact } from './download-artifact';
import { terminalActor } from './terminal-actor';
import { watchRun } from './watch-run';

interface CreateOptions {
  scope?: BackupRequest['scope'];
  group?: BackupRequest['group'];
  table?: string[];
  format?: BackupRequest['format'];
  engine?: BackupRequest['engine'];
  note?: string;
  verify?: boolean;
}

const answered = (backup: BackupView) => ok({ data: backupDocument(backup), text: describeBackup(backup) });

export function registerBackupCommands(program: Command, perform: Perform): void {
  program
    .command('create')
    .description('make a backup, read it back, sign it')
    .addOption(new Option('--scope <scope>', 'what to back up').choices(['full', 'schema', 'tables']))
    .addOption(new Option('--group <group>', 'a group of tables').choices(['auth', 'payments', 'interactions']))
    .option('--table <name...>', 'tables by physical name, e.g. subscriptionHistory or public.users')
    .addOption(new Option('--format <format>', 'file format').choices(['custom', 'sql', 'sql.gz']))
    .addOption(new Option('--engine <engine>', 'which pg_dump').choices(['auto', 'native', 'wasm']))
    .option('--note <text>', 'a note for the history')
    .option('--verify', 'prove it by restoring it')
    .action((options: CreateOptions) => perform(() => create(options)));
  program
    .command('list')
    .description('every backup in the storage, newest first')
    .action(() =>
      perform(async () => {
        const listed = await listBackups();
        if (!listed.ok) return listed;
        const { backups, damaged } = listed.value;
        const unreadable = damaged.map(({ id, reason }) => ({ id, proof: 'damaged', reason }));
        return ok({ data: [...backups.map(backupDocument), ...unreadable], text: tableOfBackups(listed.value) });
      }),
    );
  program
    .command('show <id>')
    .description('one backup with its tables and proof')
    .action((id: string) =>
      perform(async () => {
        const backup = await getBackup(id);
        return backup.ok ? answered(backup.value) : backup;
      }),
    );
  program
    .command('verify <id>')
    .description('read a backup back, or restore it into a scratch database and compare')
    .addOption(new Option('--level <level>', 'how far to prove it').choices(['bytes', 'restore']).default('bytes'))
    .action((id: string, { level }: { level: 'bytes' | 'restore' }) =>
      perform(async () => {
        const started = await verifyBackup({ backupId: id, level }, terminalActor());
        if (!started.ok) return started;
        const backup = await watchRun(started.value);
        if (!backup.ok) return backup;
        const proof = backup.value.verifications.find((verification) => verification.level === level);
        return ok({
          data: { ...backupDocument(backup.value), level, verification: proof },
          text: describeBackup(backup.value),
        });
      }),
    );
  program
    .command('download <id>')
    .description('copy a backup’s file out of the storage and check it on the way')
    .requiredOption('--out <file>', 'the file to write; it must not exist yet')
    .action((id: string, { out }: { out: string }) => perform(() => downloadArtifact(id, out)));
  program
    .command('delete <id>')
    .description('delete a backup; the file is kept for the grace period')
    .action((id: string) =>
      perform(async () => {
        const deleted = await deleteBackup({ id, actorName: terminalActor().actor.name, trigger: 'cli' });
        return deleted.ok
          ? ok({ data: { id, deleted: true }, text: `Deleted ${id}. To put it back: undelete ${id}` })
          : deleted;
      }),
    );
  program
    .command('undelete <id>')
    .description('put a deleted backup back while its file is kept')
    .action((id: string) =>
      perform(async () => {
        const restored = await undeleteBackup({ id, actorName: terminalActor().actor.name, trigger: 'cli' });
        return restored.ok ? ok({ data: { id, deleted: false }, text: `${id} is back.` }) : restored;
      }),
    );
}

async function create(options: CreateOptions) {
  const { table: tables, verify, scope, group, ...rest } = options;
  const request: BackupRequest = {
    ...rest,
    scope: scope ?? (group || tables ? 'tables' : 'full'),
    ...(group ? { group } : {}),
    ...(tables ? { tables } : {}),
    verifyRestore: verify ?? false,
  };
  const started = await startBackup(request, terminalActor());
  if (!started.ok) return started;
  const backup = await watchRun(started.value);
  return backup.ok ? answered(backup.value) : backup;
}
