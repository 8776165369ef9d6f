import type { Command } from 'commander';
import {
  type AppError,
  appError,
  endGameDay,
  err,
  type GameDayRecordView,
  type GameDayView,
  getGameDay,
  listGameDays,
  lookAtGameDay,
  ok,
  type Result,
  rehearseRestore,
  startGameDay,
} from '@/lib/backup';
import { chooseBackup } from './choose-backup';
import type { Answer, Perform } from './command-line';
import { describeGameDay, describeGameDays } from './game-day-text';
import { terminalActor } from './terminal-actor';
import { watchRun } from './watch-run';

interface GameDayOptions {
  notes?: string;
  people?: string;
  resume?: boolean;
  giveUp?: boolean;
  list?: boolean;
}

/** Exit code of a rehearsal that did not pass: the command itself did what it should. */
const NOT_PASSED = 1;

export function registerGameDayCommand(program: Command, perform: Perform): void {
  program
    .command('game-day [id]')
    .description('rehearse a recovery in one go: restore beside, compare, look, record; fails where it did not pass')
    .option('--people <names>', 'who took part, separated by commas')
    .option('--notes <text>', 'what went wrong, and what to do better')
    .option('--resume', 'go on with the one that was begun')
    .option('--give-up', 'end the one that was begun, and record that')
    .option('--list', 'show those that ended; needs no database')
    .action((id: string | undefined, options: GameDayOptions) => perform(() => gameDay(id, options)));
}

async function gameDay(wanted: string | undefined, options: GameDayOptions): Promise<Result<Answer>> {
  if (options.list) return list();
  const { current } = await getGameDay();
  if (current.state === 'unavailable') return err(current.error);
  const going = current.value;
  if (options.giveUp || options.resume) {
    if (!going) return err(appError('NOTHING_TO_DO', 'No game day is going on.'));
    return options.giveUp ? end(going.id, options) : rehearse(going, options, { began: false });
  }
  const chosen = wanted === undefined ? ok(undefined) : await chooseBackup(wanted);
  if (!chosen.ok) return chosen;
  const started = await startGameDay(chosen.value === undefined ? {} : { backupId: chosen.value }, terminalActor());
  if (!started.ok) {
    const hint = going ? 'Add --resume to go on with it, or --give-up to end it.' : started.error.hint;
    return err({ ...started.error, hint });
  }
  return rehearse({ id: started.value.id, step: 'needs', run: null }, options, { began: true });
}

async function list(): Promise<Result<Answer>> {
  const listed = await listGameDays();
  return listed.ok ? ok({ data: listed.value, text: describeGameDays(listed.value) }) : listed;
}

/** From wherever it stands to its record. A restore that fails is a finding: it is recorded as that. */
async function rehearse(
  { id, step, run }: Pick<GameDayView, 'id' | 'step' | 'run'>,
  options: GameDayOptions,
  { began }: { began: boolean },
): Promise<Result<Answer>> {
  if (step === 'restoring') {
    return err(
      appError('BUSY', 'Its restore is under way.', { hint: 'Wait for its end.', details: { runId: run?.id ?? null } }),
    );
  }
  let restored = run?.status === 'done';
  if (step === 'needs' || step === 'again') {
    const { trigger, actor } = terminalActor();
    const started = await rehearseRestore({ id, actor }, { trigger });
    if (!started.ok) return began ? abandon(id, started.error) : started;
    const outcome = await watchRun(started.value);
    restored = outcome.ok;
    if (!outcome.ok && outcome.error.code === 'CANCELLED') return outcome;
  }
  if (restored) {
    const looked = await lookAtGameDay({ id });
    if (!looked.ok) return looked;
  }
  return end(id, options);
}

/** Nothing was restored: what this command began does not stay open for somebody who is not there. */
async function abandon(id: string, error: AppError): Promise<Result<Answer>> {
  const ended = await endGameDay({ id, giveUp: true, notes: error.message }, terminalActor());
  if (ended.ok) return err(error);
  const open = `The game day is still open: ${ended.error.message} Add --resume to go on with it, or --give-up to end it.`;
  return err({ ...error, hint: error.hint ? `${error.hint}\n${open}` : open });
}

async function end(id: string, { notes, people, giveUp = false }: GameDayOptions): Promise<Result<Answer>> {
  const names = (people ?? '').split(',').map((name) => name.trim());
  const request = { id, people: names.filter((name) => name !== ''), giveUp, ...(notes && { notes }) };
  const ended = await endGameDay(request, terminalActor());
  return ended.ok ? answer(ended.value) : ended;
}

function answer(record: GameDayRecordView): Result<Answer> {
  const text = describeGameDay(record);
  return ok({ data: record, text, ...(record.outcome === 'failed' && { exitCode: NOT_PASSED }) });
}
