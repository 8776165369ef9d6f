import type { Command } from 'commander';
import {
  applyPrune,
  formatBytes,
  type KeepRuleView,
  ok,
  type PrunePlanView,
  pinBackup,
  planPrune,
  unpinBackup,
} from '@/lib/backup';
import type { Perform } from './command-line';
import { columns, moment, plural } from './figures';
import { terminalActor } from './terminal-actor';
import { watchRun } from './watch-run';

const PLAIN: Record<'pinned' | 'in-use' | 'last-good' | 'stand-in' | 'recent' | 'signature' | 'listing', string> = {
  pinned: 'pinned',
  'in-use': 'in use now',
  'last-good': 'the last good one',
  'stand-in': 'stands in for one restored exactly',
  recent: 'among the newest',
  signature: 'not signed with this key: a person decides',
  listing: 'a manifest cannot be read: everything stays',
};

/** "weekly 3 of 4". */
function keepText(rule: KeepRuleView): string {
  if ('n' in rule) return `${rule.rule} ${rule.n} of ${rule.of}`;
  return rule.rule === 'days' ? `younger than ${plural(rule.of, 'day')}` : PLAIN[rule.rule];
}

function planText(plan: PrunePlanView): string {
  const rows = plan.rows.map(({ createdAt, id, size, proof, kept }) => [
    kept.length > 0 ? 'stays' : 'GOES',
    moment(createdAt),
    id,
    formatBytes(size),
    proof,
    kept.length > 0 ? kept.map(keepText).join(', ') : 'no rule keeps it',
  ]);
  const orphans = plan.orphans.map(
    ({ folder, objects, bytes }) => `  ${folder}  ${plural(objects, 'file')}, ${formatBytes(bytes)}`,
  );
  return [
    ...(rows.length > 0 ? columns(rows, 0) : ['There are no backups.']),
    '',
    `${plural(plan.going.count, 'backup')} (${formatBytes(plan.going.bytes)}) would go, ${plan.staying.count} stay.`,
    ...(plan.unreadable > 0 ? [`${plural(plan.unreadable, 'manifest')} cannot be read, so nothing goes.`] : []),
    ...(plan.clockAheadMs === null
      ? []
      : ['The clocks of this machine and of the database differ: the earlier one counts.']),
    ...(plan.countedFrom ? [`Age is counted from ${moment(plan.countedFrom)}.`] : []),
    ...(plan.policySaved ? [] : ['No policy is saved in this database. Which one holds: policy show']),
    ...(orphans.length > 0 ? ['Left by runs that never ended (deleted with --orphans):', ...orphans] : []),
  ].join('\n');
}

export function registerRetentionCommands(program: Command, perform: Perform): void {
  program
    .command('prune')
    .description('delete what the policy lets go; each can be put back with undelete for the grace period')
    .option('--dry-run', 'only say what goes, what stays, and why')
    .option('--orphans', 'also delete what unfinished runs have left')
    .action((options: { dryRun?: boolean; orphans?: boolean }) =>
      perform(async () => {
        const plan = await planPrune(null);
        if (!plan.ok) return plan;
        const { token, going, orphans } = plan.value;
        const nothing = going.count === 0 && !(options.orphans && orphans.length > 0);
        if (options.dryRun || nothing || !token)
          return ok({ data: { plan: plan.value, result: null }, text: planText(plan.value) });
        const started = await applyPrune({ token, orphans: options.orphans ?? false }, terminalActor());
        if (!started.ok) return started;
        const result = await watchRun(started.value);
        if (!result.ok) return result;
        const { deleted, kept, orphans: swept } = result.value;
        const lines = [
          ...deleted.map((id) => `Deleted ${id}. To put it back: undelete ${id}`),
          ...kept.map(({ id, reason }) => `Kept ${id} after all: ${reason}.`),
          ...(swept > 0 ? [`Removed what ${plural(swept, 'unfinished run')} had left.`] : []),
        ];
        return ok({ data: { plan: plan.value, result: result.value }, text: lines.join('\n') });
      }),
    );
  program
    .command('pin <id>')
    .description('keep a backup until it is released, whatever the policy says')
    .option('--note <text>', 'why')
    .action((id: string, { note }: { note?: string }) =>
      perform(async () => {
        const pinned = await pinBackup({ id, note }, terminalActor());
        return pinned.ok
          ? ok({ data: { id, pinned: true }, text: `Pinned ${id}. To release it: unpin ${id}` })
          : pinned;
      }),
    );
  program
    .command('unpin <id>')
    .description('release a pin: the policy decides again')
    .action((id: string) =>
      perform(async () => {
        const released = await unpinBackup({ id }, terminalActor());
        return released.ok ? ok({ data: { id, pinned: false }, text: `${id} is no longer pinned.` }) : released;
      }),
    );
}
