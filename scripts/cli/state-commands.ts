import type { Command } from 'commander';
import { getMigrations, ok, runDoctor } from '@/lib/backup';
import type { Perform } from './command-line';

const MARK = { ok: '✓', warning: '!', failed: '✗' } as const;

export function registerStateCommands(program: Command, perform: Perform): void {
  program
    .command('doctor')
    .description('try everything that a backup needs')
    .action(() =>
      perform(async () => {
        const report = await runDoctor();
        const lines = Object.entries(report).map(
          ([name, { status, message, hint }]) =>
            `${MARK[status]} ${name.padEnd(11)} ${message}${hint ? `\n${' '.repeat(14)}${hint}` : ''}`,
        );
        return ok({ data: report, text: lines.join('\n') });
      }),
    );
  program
    .command('migrations')
    .description('the migrations of this code against those of the database')
    .action(() =>
      perform(async () => {
        const migrations = await getMigrations();
        if (!migrations.ok) return migrations;
        const { verdict, applied, journal, rows } = migrations.value;
        const lines = rows.map(
          ({ state, tag, hash }) =>
            `${state.padEnd(8)} ${(tag ?? '(not in the journal)').padEnd(32)} ${hash.slice(0, 12)}`,
        );
        const head = `${verdict}: ${applied} applied, ${journal} in the journal`;
        return ok({ data: migrations.value, text: [head, ...lines].join('\n') });
      }),
    );
}
