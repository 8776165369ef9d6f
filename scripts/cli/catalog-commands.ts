import type { Command } from 'commander';
import { adoptBackup, checkCatalogs, formatBytes, ok, type Result, rebuildCatalog } from '@/lib/backup';
import { checkText, rebuiltText } from './catalog-text';
import type { Answer, Perform } from './command-line';
import { terminalActor } from './terminal-actor';

const FROM = 'primary, the name of a copy, or an address; default: ';

export function registerCatalogCommands(program: Command, perform: Perform): void {
  const catalog = program.command('catalog').description('what the stores hold, read from the stores alone');
  catalog
    .command('rebuild')
    .description('list every recovery point of a store; needs credentials and keys, no database')
    .option('--from <place>', `${FROM}primary`)
    .action((options: { from?: string }) =>
      perform(async () => {
        const rebuilt = await rebuildCatalog(options);
        return rebuilt.ok ? ok({ data: rebuilt.value, text: rebuiltText(rebuilt.value) }) : rebuilt;
      }),
    );
  catalog
    .command('check')
    .description('tell missing, extra, damaged and foreign objects apart; exit code 1 where there is any')
    .option('--from <place>', `${FROM}all of the settings`)
    .option('--deep', 'read every byte and compare its hash, instead of sizes alone')
    .action((options: { from?: string; deep?: boolean }) => perform(() => check(options)));
  catalog
    .command('adopt <id>')
    .description('keep a data file whose manifest is gone; it stays unproven')
    .action((id: string) =>
      perform(async () => {
        const adopted = await adoptBackup({ id, actorName: terminalActor().actor.name });
        if (!adopted.ok) return adopted;
        const { key, size } = adopted.value;
        const next = `Unproven: ${key}, ${formatBytes(size)}. To look into it: download ${id} --out FILE, then import.`;
        return ok({ data: adopted.value, text: next });
      }),
    );
}

async function check(options: { from?: string; deep?: boolean }): Promise<Result<Answer>> {
  const checked = await checkCatalogs(options);
  if (!checked.ok) return checked;
  return ok({ data: checked.value, text: checkText(checked.value), exitCode: checked.value.sound ? 0 : 1 });
}
