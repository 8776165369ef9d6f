import type { Command } from 'commander';
import { getProtection, getRun, ok, tick, type VerdictReason, type VerdictView } from '@/lib/backup';
import type { Perform } from './command-line';
import { moment } from './figures';

const STATES: Record<VerdictView['state'], { word: 'protected' | 'at risk' | 'unprotected'; exitCode: 0 | 1 | 2 }> = {
  safe: { word: 'protected', exitCode: 0 },
  'at-risk': { word: 'at risk', exitCode: 1 },
  unsafe: { word: 'unprotected', exitCode: 2 },
  empty: { word: 'unprotected', exitCode: 2 },
  // Nobody knows, so nobody may count on it.
  unknown: { word: 'unprotected', exitCode: 2 },
};

const REASONS: Record<VerdictReason, string> = {
  proven: 'The newest backup was restored exactly.',
  'read-back': 'The newest backup was read back whole, and an earlier one was restored exactly.',
  'never-restored': 'No backup was ever restored: run a drill.',
  old: 'The newest good backup is older than the policy allows.',
  'not-off-site': 'Nothing recent enough is stored off-site.',
  'unknown-destination': 'The policy copies to a destination that is not configured.',
  'not-restored': 'Nothing recent enough was restored exactly, and the policy counts nothing else.',
  'drill-late': 'The last restore drill was too long ago.',
  clock: 'Every good backup bears a time that is still to come: a clock was wrong.',
  'newest-damaged': 'The newest backup is damaged.',
  'all-failed': 'Backups have failed since the last good one.',
  'no-backup': 'There is no backup.',
  'storage-down': 'The storage did not answer, so nobody knows.',
};

function verdictText(verdict: VerdictView): string {
  const { word } = STATES[verdict.state];
  return [
    `${word.charAt(0).toUpperCase()}${word.slice(1)}.`,
    ...verdict.reasons.map((reason) => `  ${REASONS[reason]}`),
    ...verdict.unknownDestinations.map(
      (name) => `  Configure “${name}” in BACKUP_COPIES, or take it out of the policy.`,
    ),
    ...(verdict.lastError ? [`  ${verdict.lastError.message}`] : []),
    `  Newest good backup: ${verdict.lastGoodAt ? moment(verdict.lastGoodAt) : 'none'}`,
    `  Last restored exactly: ${verdict.lastVerifiedAt ? moment(verdict.lastVerifiedAt) : 'never'}`,
  ].join('\n');
}

export function registerScheduleCommands(program: Command, perform: Perform): void {
  program
    .command('status')
    .description('is the site protected? exit code 0 protected, 1 at risk, 2 unprotected')
    .action(() =>
      perform(async () => {
        const verdict = await getProtection();
        const { word, exitCode } = STATES[verdict.state];
        return ok({ data: { protection: word, ...verdict }, text: verdictText(verdict), exitCode });
      }),
    );
  program
    .command('tick')
    .description('what a schedule calls: start what is due, once; waits for what it started')
    .action(() =>
      perform(async () => {
        const outcome = await tick();
        if (!outcome.ok) return outcome;
        const { slot, started, missed, finished } = outcome.value;
        const ended = await finished;
        if (ended && !ended.ok) return ended;
        const run = outcome.value.run && (await getRun(outcome.value.run.id));
        const status = run?.ok ? run.value.status : null;
        const lines = [
          ...missed.map((key) => `Missed: ${key}`),
          started
            ? `Made the backup of ${slot}.`
            : slot
              ? `Nothing is due: ${slot} is ${status}.`
              : 'The schedule is off.',
        ];
        return ok({
          data: { slot, started, missed, runId: outcome.value.run?.id ?? null, status },
          text: lines.join('\n'),
        });
      }),
    );
}
