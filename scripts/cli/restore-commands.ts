import { type Command, Option } from 'commander';
import {
  appError,
  dropReplaced,
  err,
  listReplaced,
  ok,
  planRestore,
  type RestorePlanView,
  type RestoreTargetRequest,
  type Result,
  startRestore,
  undoRestore,
} from '@/lib/backup';
import { chooseBackup } from './choose-backup';
import type { Answer, Perform } from './command-line';
import { confirmSite, inOptions } from './confirm-site';
import { describePlan } from './plan-text';
import { describeResult, tableOfReplaced } from './restore-text';
import { terminalActor } from './terminal-actor';
import { watchRun } from './watch-run';

interface RestoreOptions {
  plan?: boolean;
  toDatabase?: string;
  live?: boolean;
  table?: string[];
  group?: 'auth' | 'payments' | 'interactions';
  into?: 'side' | 'live';
  confirm?: string;
  skipSafetyCopy?: boolean;
}

export function registerRestoreCommands(program: Command, perform: Perform): void {
  program
    .command('restore <id>')
    .description('restore a backup, or "latest": into a new database unless told otherwise; --plan changes nothing')
    .option('--plan', 'show what would happen, and change nothing')
    .option('--to-database <name>', 'a new database beside the live one')
    .option('--live', 'replace the live database')
    .option('--table <name...>', 'chosen tables by physical name')
    .addOption(new Option('--group <group>', 'a group of tables').choices(['auth', 'payments', 'interactions']))
    .addOption(
      new Option('--into <place>', 'chosen tables: into a schema of their own, or live').choices(['side', 'live']),
    )
    .option('--confirm <site>', 'the name of the site, where live data is replaced')
    .option('--skip-safety-copy', 'replace live data without a copy of it')
    .action((id: string, options: RestoreOptions) => perform(() => restore(id, options)));
  program
    .command('undo')
    .description('put the replaced database back')
    .option('--database <name>', 'which one; the newest where left out')
    .option('--confirm <site>', 'the name of the site')
    .action((options: { database?: string; confirm?: string }) => perform(() => undo(options)));
  program
    .command('replaced')
    .description('databases that a restore replaced and that can be put back')
    .option('--drop <name>', 'remove one for good')
    .option('--confirm <site>', 'the name of the site')
    .action((options: { drop?: string; confirm?: string }) => perform(() => replaced(options)));
}

function targetOf({ toDatabase, live, table, group, into }: RestoreOptions): Result<RestoreTargetRequest> {
  const wrong = (message: string, hint: string) => err(appError('INVALID_INPUT', message, { hint }));
  const named = [toDatabase !== undefined, live === true, table !== undefined || group !== undefined];
  if (named.filter(Boolean).length > 1 || (table && group)) {
    return wrong('Name one target.', 'Either --to-database, or --live, or --table, or --group.');
  }
  if (into && !table && !group) return wrong('--into goes with --table or --group.', 'Name the tables to restore.');
  if (live) return ok({ kind: 'live' });
  if (table) return ok({ kind: 'tables', into: into ?? 'side', tables: table });
  if (group) return ok({ kind: 'tables', into: into ?? 'side', group });
  return ok({ kind: 'database', ...(toDatabase === undefined ? {} : { name: toDatabase }) });
}

async function restore(wanted: string, options: RestoreOptions): Promise<Result<Answer>> {
  const target = targetOf(options);
  if (!target.ok) return target;
  const chosen = await chooseBackup(wanted);
  if (!chosen.ok) return chosen;
  const planned = await planRestore({ backupId: chosen.value, target: target.value });
  if (!planned.ok) return planned;
  const plan = planned.value;
  if (options.plan) return ok({ data: plan, text: describePlan(plan, nextCommand(plan)) });
  const [refusal] = plan.refusals;
  if (!plan.token || refusal) return err(refused(plan));
  if (replacesLive(plan)) {
    const confirmed = confirmSite(plan.site, options.confirm, `This replaces live data with ${plan.backup.id}.`);
    if (!confirmed.ok) return confirmed;
  }
  const initiator = terminalActor();
  const started = await startRestore(
    {
      token: plan.token,
      siteName: options.confirm,
      skipSafetyCopy: options.skipSafetyCopy ?? false,
      actor: initiator.actor,
    },
    initiator,
  );
  if (!started.ok) return started;
  const result = await watchRun(started.value);
  return result.ok ? ok({ data: result.value, text: describeResult(result.value) }) : result;
}

const replacesLive = ({ target }: RestorePlanView) =>
  target.kind === 'live' || (target.kind === 'tables' && target.into === 'live');

/** The command that carries out this very plan. */
function nextCommand({ backup, target, site }: RestorePlanView): string {
  const command = `npm run -s backup -- restore ${backup.id}`;
  const confirm = `--confirm ${JSON.stringify(site)}`;
  if (target.kind === 'database') return `${command} --to-database ${target.database}`;
  if (target.kind === 'live') return `${command} --live ${confirm}`;
  const tables = target.tables.map(({ schema, name }) => `${schema}.${name}`).join(' ');
  return `${command} --into ${target.into} --table ${tables}${target.into === 'live' ? ` ${confirm}` : ''}`;
}

function refused({ refusals }: RestorePlanView) {
  const [first] = refusals;
  return appError('CONFLICT', refusals.map(({ message }) => message).join(' ') || 'The plan is refused.', {
    hint: first?.hint,
    details: { refusals: refusals.map(({ code }) => code).join(', ') },
  });
}

async function undo({ database, confirm }: { database?: string; confirm?: string }): Promise<Result<Answer>> {
  const initiator = terminalActor();
  const started = inOptions(await undoRestore({ database, siteName: confirm, actor: initiator.actor }, initiator));
  if (!started.ok) return started;
  const result = await watchRun(started.value);
  return result.ok ? ok({ data: result.value, text: describeResult(result.value) }) : result;
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
