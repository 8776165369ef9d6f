import type { GameDay } from '../catalog/game-day';
import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import type { GameDayListView, GameDayRecordView } from '../views';

/** Rehearsals that ended, newest first, from the storage: no lost database takes them along. Errors: STORAGE_DOWN. */
export function listGameDays({ gameDays }: BackupContext): Promise<Result<GameDayListView>> {
  return attempt(async () => {
    const { records, damaged } = await gameDays.list();
    return { records: records.map(gameDayRecordView), damaged };
  });
}

const RESTORING: readonly GameDay['steps'][number]['key'][] = ['readback', 'load', 'compare'];

export function gameDayRecordView(record: Omit<GameDay, 'signature'>): GameDayRecordView {
  const { id, startedAt, endedAt, outcome, reasons, actor, people, notes, backup, needs, steps, compared, look } =
    record;
  const restore = steps.filter(({ key }) => RESTORING.includes(key));
  return {
    ...{ id, startedAt, endedAt, outcome, reasons, people, notes, backup, needs, steps, compared, look },
    actorName: actor.name,
    restoreMs: restore.length === RESTORING.length ? restore.reduce((sum, { ms }) => sum + ms, 0) : null,
  };
}
