import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { appError, checkKeys, err, getRecoveryKit, makeIdentity, ok, type Result } from '@/lib/backup';
import type { Answer, Perform } from './command-line';
import { kitText } from './kit-text';
import { terminalActor } from './terminal-actor';

interface CheckOptions {
  identity?: string;
  stdin?: boolean;
}

export function registerKeyCommands(program: Command, perform: Perform): void {
  const keys = program.command('keys').description('the keys that backups are encrypted with');
  keys
    .command('check')
    .description('try out which private keys are really held')
    .option('--identity <file>', 'the file with the private key; default: what this server is set to use')
    .option('--stdin', 'read the private key from standard input, where it was pasted')
    .action((options: CheckOptions) => perform(() => check(options)));
  keys
    .command('kit')
    .description('a page to print and keep: what a recovery needs and the commands, without this software')
    .option('--out <file>', 'write it into a new file')
    .action(({ out }: { out?: string }) => perform(() => kit(out)));
  keys
    .command('new <file>')
    .description('make a key pair: the private key goes into the file, the public one is printed')
    .action((file: string) =>
      perform(async () => {
        const made = await makeIdentity(path.resolve(file));
        if (!made.ok) return made;
        const { recipient } = made.value;
        const next = [
          `Public key:  ${recipient}`,
          `Private key: ${made.value.file}`,
          '',
          'Add the public key to BACKUP_ENCRYPT_TO. Keep copies of the file away from this server: without it no',
          'backup can be opened, by anybody.',
        ];
        return ok({ data: made.value, text: next.join('\n') });
      }),
    );
}

async function check({ identity, stdin }: CheckOptions): Promise<Result<Answer>> {
  if (identity && stdin) {
    return err(appError('INVALID_INPUT', 'Name one private key.', { hint: 'Either --identity or --stdin.' }));
  }
  const given = stdin ? { text: await text(process.stdin) } : identity ? { file: path.resolve(identity) } : {};
  const checked = await checkKeys(given, terminalActor());
  if (!checked.ok) return checked;
  const { recipients, newest } = checked.value;
  const lines = recipients.map(({ recipient, held }) => `${held ? '✓ held    ' : '· not held'}  ${recipient}`);
  if (newest) {
    lines.push(
      `${newest.opens ? '✓ opens   ' : '✗ does not open'}  the newest encrypted backup, of ${newest.createdAt}`,
    );
  }
  return ok({ data: checked.value, text: lines.join('\n') });
}

async function kit(out: string | undefined): Promise<Result<Answer>> {
  const made = await getRecoveryKit();
  if (!made.ok) return made;
  const page = kitText(made.value);
  if (out === undefined) return ok({ data: made.value, text: page });
  const file = path.resolve(out);
  try {
    await writeFile(file, `${page}\n`, { flag: 'wx' });
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? 'unknown';
    const reason = code === 'EEXIST' ? 'exists already' : `cannot be written (${code})`;
    return err(
      appError(code === 'EEXIST' ? 'CONFLICT' : 'INVALID_INPUT', `${file} ${reason}.`, {
        hint: 'Choose another name.',
      }),
    );
  }
  return ok({ data: { ...made.value, file }, text: `${file}\nPrint it, and write down where each key is kept.` });
}
