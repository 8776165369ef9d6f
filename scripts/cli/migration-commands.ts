import type { Command } from 'commander';
import {
  appError,
  comparePoints,
  err,
  getDatabaseState,
  getMigrationState,
  getSeedPreview,
  getSeedState,
  host,
  ok,
  type Result,
  resetSeedStatus,
  startMigrations,
  startSeed,
} from '@/lib/backup';
import { chooseBackup } from './choose-backup';
import type { Answer, Perform } from './command-line';
import { confirmSite } from './confirm-site';
import { describeComparison, describeDatabase, describeMigrations, describePreview, describeSeed } from './state-text';
import { terminalActor } from './terminal-actor';
import { watchRun } from './watch-run';

interface SeedOptions {
  preview?: boolean;
  run?: boolean;
  reset?: boolean;
  confirm?: string;
}

export function registerMigrationCommands(program: Command, perform: Perform): void {
  program
    .command('state')
    .description('migrations, seed and database: what they are, and what is the matter')
    .action(() => perform(showState));
  program
    .command('migrate')
    .description('run what is pending, all or nothing, after a backup')
    .option('--plan', 'show what would run, and change nothing')
    .option('--skip-backup', 'take no backup before')
    .action((options: { plan?: boolean; skipBackup?: boolean }) => perform(() => migrate(options)));
  program
    .command('seed')
    .description('the state of the first data, and who holds its lock')
    .option('--preview', 'show what seeding would add, and change nothing')
    .option('--run', 'seed as the start of the site would')
    .option('--reset', 'take away the row of a seed that failed or went silent')
    .option('--confirm <site>', 'the name of the site, for --reset')
    .action((options: SeedOptions) => perform(() => seed(options)));
  program
    .command('compare <one> <other>')
    .description('the state of two backups side by side')
    .action((one: string, other: string) => perform(() => compare(one, other)));
}

async function showState(): Promise<Result<Answer>> {
  const migrations = await getMigrationState();
  if (!migrations.ok) return migrations;
  const seedState = await getSeedState();
  if (!seedState.ok) return seedState;
  const database = await getDatabaseState();
  if (!database.ok) return database;
  const data = { migrations: migrations.value, seed: seedState.value, database: database.value };
  const text = [describeMigrations(data.migrations), describeSeed(data.seed), describeDatabase(data.database)];
  return ok({ data, text: text.join('\n\n') });
}

async function migrate({
  plan,
  skipBackup = false,
}: {
  plan?: boolean;
  skipBackup?: boolean;
}): Promise<Result<Answer>> {
  const state = await getMigrationState();
  if (!state.ok) return state;
  const { refusal, pending } = state.value;
  if (plan || refusal === 'nothing-pending')
    return ok({ data: state.value, text: describeMigrations(state.value, true) });
  const started = await startMigrations({ pending, skipSafetyCopy: skipBackup }, terminalActor());
  if (!started.ok) return started;
  const outcome = await watchRun(started.value);
  return outcome.ok ? ok({ data: outcome.value, text: describeMigrations(outcome.value, true) }) : outcome;
}

async function seed({ preview, run, reset, confirm }: SeedOptions): Promise<Result<Answer>> {
  if ([preview, run, reset].filter(Boolean).length > 1) {
    return err(appError('INVALID_INPUT', 'Choose one of --preview, --run and --reset.'));
  }
  if (preview) {
    const would = await getSeedPreview();
    return would.ok ? ok({ data: would.value, text: describePreview(would.value) }) : would;
  }
  if (run) return runSeed();
  const state = await getSeedState();
  if (!state.ok || !reset) return state.ok ? ok({ data: state.value, text: describeSeed(state.value) }) : state;
  const confirmed = confirmSite(
    host.siteName(),
    confirm,
    'This takes the row of the seed away; the next start seeds again.',
  );
  if (!confirmed.ok) return confirmed;
  const cleared = await resetSeedStatus({ startedAt: state.value.startedAt ?? '' }, terminalActor());
  return cleared.ok ? ok({ data: cleared.value, text: describeSeed(cleared.value) }) : cleared;
}

async function runSeed(): Promise<Result<Answer>> {
  const would = await getSeedPreview();
  if (!would.ok) return would;
  if (would.value.does === 'nothing') return err(appError('NOTHING_TO_DO', 'The seed is complete, or under way.'));
  process.stderr.write(`${describePreview(would.value)}\n`);
  const started = await startSeed({ does: would.value.does }, terminalActor());
  if (!started.ok) return started;
  const outcome = await watchRun(started.value);
  return outcome.ok ? ok({ data: outcome.value, text: describeSeed(outcome.value) }) : outcome;
}

async function compare(one: string, other: string): Promise<Result<Answer>> {
  const [left, right] = await Promise.all([chooseBackup(one), chooseBackup(other)]);
  if (!left.ok) return left;
  if (!right.ok) return right;
  const compared = await comparePoints({ one: left.value, other: right.value });
  return compared.ok ? ok({ data: compared.value, text: describeComparison(compared.value) }) : compared;
}
