import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import { judgeGameDay } from '../policy/game-day';
import { readOpenGameDay } from '../runs/game-day-records';
import type { Card, GameDayPageView, GameDayView } from '../views';
import { gameDayChoices } from './game-day-choices';
import { comparedOf, needsOfGameDay, runOfGameDay, stepOfGameDay } from './game-day-state';
import { listGameDays } from './list-game-days';
import { reachDatabase } from './reach-database';

const card = <T>(outcome: Result<T>): Card<T> =>
  outcome.ok ? { state: 'known', value: outcome.value } : { state: 'unavailable', error: outcome.error };

/** The rehearsal that is going on, what one could begin with, and those that ended. Each part says why it cannot answer. */
export async function getGameDay(context: BackupContext): Promise<GameDayPageView> {
  const [current, choices, history] = await Promise.all([
    readGameDay(context),
    attempt(() => gameDayChoices(context)),
    listGameDays(context),
  ]);
  return { current: card(current), choices: card(choices), history: card(history) };
}

/** Null where none is going on. Errors: DATABASE_DOWN. */
export function readGameDay(context: BackupContext): Promise<Result<GameDayView | null>> {
  return attempt(async () => {
    const day = await readOpenGameDay(await reachDatabase(context));
    if (!day) return null;
    const { backup, databases, runId, look } = day.state;
    const run = await runOfGameDay(context, day);
    const [needs, compared] = await Promise.all([
      needsOfGameDay(context, day.state),
      run?.status === 'running' ? null : comparedOf(context, runId),
    ]);
    return {
      id: day.id,
      step: stepOfGameDay(day, run),
      startedAt: day.startedAt.toISOString(),
      actorName: day.actorName,
      backup,
      database: databases.at(-1) ?? null,
      ...{ needs, run, compared, look },
      ...judgeGameDay({ needs, run, compared, look }),
    };
  });
}
