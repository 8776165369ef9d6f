import type { Command } from 'commander';
import { appError, dropReplaced, err, listReplaced, ok, planUndoContent, type Result, undoRestore } from '@/lib/backup';
import type { Answer, Perform } from './command-line';
import { inOptions } from './confirm-site';
import { describeResult, describeUndo, tableOfReplaced } from './restore-text';
import { terminalActor } from './terminal-actor';
import { watchRun } from './watch-run';

interface UndoOptions {
  database?: string;
  confirm?: string;
  plan?: boolean;
  databaseOnly?: boolean;
  keepLocally?: boolean;
}

export function registerUndoCommands(program: Command, perform: Perform): void {
  program
    .command('undo')
    .description('put the replaced database back, and the content that was restored with it')
    .option('--plan', 'show what would happen, and change nothing')
    .option('--database <name>', 'which one; the newest where left out')
    .option('--database-only', 'leave the content as it is')
    .option('--keep-locally', 'where the remote of the content does not answer, keep the change on this server alone')
    .option('--confirm <site>', 'the name of the site')
    .action((options: UndoOptions) => perform(() => undo(options)));
  program
    .command('replaced')
    .description('databases that a restore replaced and that can be put back')
    .option('--drop <name>', 'remove one for good')
    .option('--confirm <site>', 'the name of the site')
    .action((options: { drop?: string; confirm?: string }) => perform(() => replaced(options)));
}

async function undo({ database, confirm, plan, databaseOnly, keepLocally }: UndoOptions): Promise<Result<Answer>> {
  if (plan) return planUndo(database);
  const initiator = terminalActor();
  const request = {
    ...{ database, siteName: confirm, actor: initiator.actor },
    ...{ content: databaseOnly !== true, keepLocally: keepLocally === true },
  };
  const started = inOptions(await undoRestore(request, initiator));
  if (!started.ok) return started;
  const result = await watchRun(started.value);
  return result.ok ? ok({ data: result.value, text: describeResult(result.value) }) : result;
}

async function planUndo(database: string | undefined): Promise<Result<Answer>> {
  const listed = await listReplaced();
  if (!listed.ok) return listed;
  const kept = listed.value.find(({ name }) => database === undefined || name === database);
  if (!kept)
    return err(appError('NOT_FOUND', 'There is nothing to undo.', { hint: 'See: npm run -s backup -- replaced' }));
  const { view: content } = await planUndoContent(kept.runId, null);
  return ok({ data: { ...kept, content }, text: describeUndo(kept, content) });
}

async function replaced({ drop, confirm }: { drop?: string; confirm?: string }): Promise<Result<Answer>> {
  if (drop !== undefined) {
    const initiator = terminalActor();
    const asked = { database: drop, siteName: confirm, actor: initiator.actor };
    const dropped = inOptions(await dropReplaced(asked, initiator));
    return dropped.ok ? ok({ data: { name: drop, dropped: true }, text: `${drop} is gone for good.` }) : dropped;
  }
  const listed = await listReplaced();
  return listed.ok ? ok({ data: listed.value, text: tableOfReplaced(listed.value) }) : listed;
}
