import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { appError, err, exportRunbook, ok, type Result, type RunbookSetup } from '@/lib/backup';
import type { Answer, Perform } from './command-line';

interface RunbookOptions {
  out?: string;
  locale: string;
  for?: RunbookSetup;
}

export function registerRunbookCommand(program: Command, perform: Perform): void {
  program
    .command('runbook')
    .description('what to do when everything is lost, with the facts and commands of this site; holds no secret')
    .option('--out <file>', 'write it as one page (HTML) that opens without a server; replaces an older one')
    .addOption(new Option('--locale <language>', 'the language').choices(['en', 'fr', 'ar']).default('en'))
    .addOption(
      new Option('--for <set-up>', 'what the commands are for; default: as recognised').choices([
        'server',
        'docker',
        'vercel',
        'managed',
      ]),
    )
    .action((options: RunbookOptions) => perform(() => runbook(options)));
}

async function runbook({ out, locale, for: setup }: RunbookOptions): Promise<Result<Answer>> {
  const made = await exportRunbook({ locale, setup });
  if (!made.ok) return made;
  const { view, html, text } = made.value;
  if (out === undefined) return ok({ data: view, text });
  const file = path.resolve(out);
  try {
    await writeFile(file, html);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? 'unknown';
    return err(appError('INVALID_INPUT', `${file} cannot be written (${code}).`, { hint: 'Choose another place.' }));
  }
  return ok({
    data: { ...view, file },
    text: `${file}\nPrint it, and keep it where it is found when this server is not.`,
  });
}
