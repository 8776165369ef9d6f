import { type Command, Option } from 'commander';
import {
  appError,
  err,
  ok,
  planRestore,
  type RestorePlanView,
  type RestoreTargetRequest,
  type Result,
  startRestore,
} from '@/lib/backup';
import { chooseBackup } from './choose-backup';
import type { Answer, Perform } from './command-line';
import { confirmSite } from './confirm-site';
import { describePlan } from './plan-text';
import { describeResult } from './restore-text';
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
  content?: boolean;
  keepLocally?: boolean;
}

export function registerRestoreCommands(program: Command, perform: Perform): void {
  program
    .command('restore <id>')
    .description('restore a backup, or "latest": into a new database unless told otherwise; --plan changes nothing')
    .option('--plan', 'show what would happen, and change nothing')
    .option('--to-database <name>', 'a new database beside the live one')
    .option('--live', 'replace the live database')
    .option('--content', 'with --live: bring the content back to the same moment too')
    .option('--keep-locally', 'with --content: where the remote does not answer, keep its commit on this server alone')
    .option('--table <name...>', 'chosen tables by physical name')
    .addOption(new Option('--group <group>', 'a group of tables').choices(['auth', 'payments', 'interactions']))
    .addOption(
      new Option('--into <place>', 'chosen tables: into a schema of their own, or live').choices(['side', 'live']),
    )
    .option('--confirm <site>', 'the name of the site, where live data is replaced')
    .option('--skip-safety-copy', 'replace live data without a copy of it')
    .action((id: string, options: RestoreOptions) => perform(() => restore(id, options)));
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
  const planned = await planRestore({
    backupId: chosen.value,
    target: target.value,
    content: options.content === true,
  });
  if (!planned.ok) return planned;
  const plan = planned.value;
  if (options.plan) return ok({ data: plan, text: describePlan(plan, nextCommand(plan)) });
  if (!plan.token) return err(refused(plan));
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
      keepLocally: options.keepLocally === true,
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
function nextCommand({ backup, target, site, contentPlan }: RestorePlanView): string {
  const command = `npm run -s backup -- restore ${backup.id}`;
  const confirm = `--confirm ${JSON.stringify(site)}`;
  if (target.kind === 'database') return `${command} --to-database ${target.database}`;
  if (target.kind === 'live') return `${command} --live ${contentPlan ? '--content ' : ''}${confirm}`;
  const tables = target.tables.map(({ schema, name }) => `${schema}.${name}`).join(' ');
  return `${command} --into ${target.into} --table ${tables}${target.into === 'live' ? ` ${confirm}` : ''}`;
}

function refused(plan: RestorePlanView) {
  const refusals = [...plan.refusals, ...(plan.contentPlan?.refusals ?? [])];
  const [first] = refusals;
  return appError('CONFLICT', refusals.map(({ message }) => message).join(' ') || 'The plan is refused.', {
    hint: first?.hint,
    details: { refusals: refusals.map(({ code }) => code).join(', ') },
  });
}
