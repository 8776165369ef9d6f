import { setTimeout as delay } from 'node:timers/promises';
import { Command, CommanderError } from 'commander';
import { type AppError, AppFailure, appError, ERROR_TABLE, host, newReference, type Result } from '@/lib/backup';
import { closeDatabase } from '@/lib/db/drizzle';
import { registerArchitectureCommand } from './architecture-command';
import { registerAuditCommands, registerNotifyCommands } from './audit-commands';
import { registerBackupCommands } from './backup-commands';
import { registerCatalogCommands } from './catalog-commands';
import { registerContentCommands } from './content-commands';
import { registerCopyCommand } from './copy-command';
import { registerGameDayCommand } from './game-day-commands';
import { registerKeyCommands } from './key-commands';
import { registerMigrationCommands } from './migration-commands';
import { registerPolicyCommands } from './policy-commands';
import { registerReadinessCommands } from './readiness-commands';
import { registerRecoveryCommands } from './recovery-commands';
import { registerRestoreCommands } from './restore-commands';
import { registerRetentionCommands } from './retention-commands';
import { registerRunCommands } from './run-commands';
import { registerRunbookCommand } from './runbook-command';
import { registerScheduleCommands } from './schedule-commands';
import { registerStateCommands } from './state-commands';
import { registerUndoCommands } from './undo-commands';

/** What a command hands back: data for --json, text for people. */
export interface Answer {
  data: unknown;
  text: string;
  /** Other than 0, for a command that answers a question by it. */
  exitCode?: number;
}

/** How long connections may take to end; one to a silent server never does. */
const CLOSING_MS = 1_000;

const silent = () => undefined;

type Act = () => Promise<Result<Answer>>;

/** A command registers what it does; the one catch site of the CLI runs it and turns the outcome into output and an exit code. */
export type Perform = (act: Act) => void;

/** Runs one command. Returns 0 done, 1 failed, 2 wrong usage, 3 refused. With --json, stdout holds exactly one JSON document. */
export async function runCommandLine(words: string[]): Promise<number> {
  const json = words.includes('--json');
  let act: Act | null = null;
  const program = buildProgram((chosen) => {
    act = chosen;
  }, words);
  try {
    await program.parseAsync(words, { from: 'user' });
    const outcome = await (act as Act | null)?.();
    if (!outcome) return 0;
    if (!outcome.ok) return printError(outcome.error, json);
    process.stdout.write(
      json ? `${JSON.stringify({ ok: true, data: outcome.value.data })}\n` : `${outcome.value.text}\n`,
    );
    return outcome.value.exitCode ?? 0;
  } catch (thrown) {
    return printError(asAppError(thrown, json), json);
  } finally {
    await Promise.race([closeDatabase(), delay(CLOSING_MS)]);
  }
}

function buildProgram(perform: Perform, words: readonly string[]): Command {
  const json = words.includes('--json');
  const program = new Command('backup')
    .description('Backup & Recovery from the terminal. Needs no web server.')
    .option('--json', 'print exactly one JSON document on stdout')
    .exitOverride()
    // What is wrong is printed once, by the one catch site.
    .configureOutput({ outputError: () => undefined, ...(json ? { writeOut: silent, writeErr: silent } : {}) });
  registerBackupCommands(program, perform);
  registerRestoreCommands(program, perform);
  registerUndoCommands(program, perform);
  registerRecoveryCommands(program, perform);
  registerGameDayCommand(program, perform);
  registerCopyCommand(program, perform);
  registerCatalogCommands(program, perform);
  registerKeyCommands(program, perform);
  registerRunCommands(program, perform);
  registerRunbookCommand(program, perform);
  registerStateCommands(program, perform);
  registerReadinessCommands(program, perform);
  registerArchitectureCommand(program, perform);
  registerAuditCommands(program, perform);
  registerNotifyCommands(program, perform);
  registerMigrationCommands(program, perform);
  registerPolicyCommands(program, perform);
  registerRetentionCommands(program, perform);
  registerScheduleCommands(program, perform);
  registerContentCommands(program, perform, words);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

function asAppError(thrown: unknown, json: boolean): AppError | null {
  if (thrown instanceof AppFailure) return thrown.error;
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0 && !json) return null;
    const isHelp = thrown.code.startsWith('commander.help');
    return appError('INVALID_INPUT', isHelp ? 'No command is named.' : thrown.message.replace(/^error: /, ''), {
      hint: 'See: npm run -s backup -- --help',
    });
  }
  const ref = newReference();
  host.log.error('A command failed.', { ref, cause: thrown });
  return appError('INTERNAL', 'Something went wrong.', { hint: 'The log above has the reference.', ref });
}

/** Prints to where the caller reads; null means that commander has printed help already. */
function printError(error: AppError | null, json: boolean): number {
  if (!error) return 0;
  const { code, message, hint, ref, details } = error;
  if (json)
    process.stdout.write(
      `${JSON.stringify({ ok: false, error: { code, message, hint: hint ?? null, ref, details } })}\n`,
    );
  else process.stderr.write(`${message}${hint ? `\n${hint}` : ''}${ref ? `\nReference ${ref}` : ''}\n`);
  return ERROR_TABLE[code].exitCode;
}
