import type { Command } from 'commander';
import { err, importDump, ok, planReset, type Result, runDrill, startReset } from '@/lib/backup';
import { chooseBackup } from './choose-backup';
import type { Answer, Perform } from './command-line';
import { confirmSite, inOptions } from './confirm-site';
import { describeResetPlan } from './plan-text';
import { createProgressLine } from './progress-line';
import { describeDrill, describeImport, describeResult } from './restore-text';
import { terminalActor } from './terminal-actor';
import { watchRun } from './watch-run';

interface ResetOptions {
  plan?: boolean;
  confirm?: string;
  acknowledge?: string;
}

export function registerRecoveryCommands(program: Command, perform: Perform): void {
  program
    .command('drill [id]')
    .description('practise a restore: load the newest good backup into a scratch database, compare, measure')
    .action((id: string | undefined) => perform(() => drill(id)));
  program
    .command('import <file>')
    .description('load a dump made by plain pg_dump into a new database; nothing is proven by it')
    .requiredOption('--to-database <name>', 'the database to make')
    .action((file: string, { toDatabase }: { toDatabase: string }) => perform(() => importFile(file, toDatabase)));
  program
    .command('reset')
    .description('empty the site and seed it anew; takes a safety copy first')
    .option('--plan', 'show what would be lost, and change nothing')
    .option('--confirm <site>', 'the name of the site')
    .option('--acknowledge <text>', 'what is lost, in the words that the command asks for')
    .action((options: ResetOptions) => perform(() => reset(options)));
}

async function drill(wanted: string | undefined): Promise<Result<Answer>> {
  const chosen = wanted === undefined ? ok(undefined) : await chooseBackup(wanted);
  if (!chosen.ok) return chosen;
  const started = await runDrill(chosen.value === undefined ? {} : { backupId: chosen.value }, terminalActor());
  if (!started.ok) return started;
  const outcome = await watchRun(started.value);
  return outcome.ok ? ok({ data: outcome.value, text: describeDrill(outcome.value) }) : outcome;
}

async function importFile(file: string, database: string): Promise<Result<Answer>> {
  const line = createProgressLine(process.stderr);
  const controller = new AbortController();
  const stop = () => {
    line.note('Cancelling…');
    controller.abort();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const { signal } = controller;
    const imported = await importDump({
      file,
      database,
      actorName: terminalActor().actor.name,
      signal,
      onTable: ({ schema, name }) => line.note(`Loading ${schema}.${name}`),
    });
    return imported.ok ? ok({ data: imported.value, text: describeImport(imported.value) }) : imported;
  } finally {
    line.clear();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

async function reset({ plan: planOnly, confirm, acknowledge }: ResetOptions): Promise<Result<Answer>> {
  const planned = await planReset({});
  if (!planned.ok) return planned;
  const plan = planned.value;
  const words = [`--confirm ${JSON.stringify(plan.site)}`];
  if (plan.acknowledgement !== null) words.push(`--acknowledge ${JSON.stringify(plan.acknowledgement)}`);
  const next = `npm run -s backup -- reset ${words.join(' ')}`;
  if (planOnly) return ok({ data: plan, text: describeResetPlan(plan, next) });
  const confirmed = confirmSite(plan.site, confirm, `This empties the database ${plan.database}: ${plan.rows} rows.`);
  if (!confirmed.ok) return err({ ...confirmed.error, hint: `If you mean it, run: ${next}` });
  const initiator = terminalActor();
  const { actor } = initiator;
  const request = { token: plan.token ?? '', siteName: confirm, acknowledgement: acknowledge, actor };
  const started = inOptions(await startReset(request, initiator));
  if (!started.ok) return started;
  const result = await watchRun(started.value);
  return result.ok ? ok({ data: result.value, text: describeResult(result.value) }) : result;
}
