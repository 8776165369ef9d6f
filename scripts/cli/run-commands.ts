import type { Command } from 'commander';
import { cancelRun, listRuns, ok, type RunView } from '@/lib/backup';
import type { Perform } from './command-line';
import { terminalActor } from './terminal-actor';

const row = ({ id, kind, status, startedAt, actorName, error }: RunView): string =>
  [
    id,
    startedAt.slice(0, 19).replace('T', ' '),
    kind.padEnd(6),
    status.padEnd(9),
    actorName,
    ...(error ? [`\n    ${error.message}`] : []),
  ].join('  ');

export function registerRunCommands(program: Command, perform: Perform): void {
  program
    .command('runs')
    .description('runs of every kind, newest first')
    .action(() =>
      perform(async () => {
        const runs = await listRuns();
        if (!runs.ok) return runs;
        return ok({ data: runs.value, text: runs.value.map(row).join('\n') || 'No runs yet.' });
      }),
    );
  program
    .command('cancel <run>')
    .description('stop a run, on whichever machine it works')
    .action((runId: string) =>
      perform(async () => {
        const cancelled = await cancelRun({ runId, actorName: terminalActor().actor.name, trigger: 'cli' });
        return cancelled.ok ? ok({ data: cancelled.value, text: `Asked ${runId} to stop.` }) : cancelled;
      }),
    );
}
