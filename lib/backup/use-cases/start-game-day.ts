import { z } from 'zod';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { ID_PATTERN, newId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { beginGameDay, readOpenGameDay } from '../runs/game-day-records';
import { gameDayChoices } from './game-day-choices';
import { reachDatabase } from './reach-database';
import { recordAudit } from './record-audit';
import type { Initiator } from './start-backup';

const requestSchema = z.strictObject({ backupId: z.string().regex(ID_PATTERN).optional() });

export type StartGameDayRequest = z.input<typeof requestSchema>;

/**
 * Begins a rehearsal with a backup: the newest that was proven by restoring, unless another is named. Nothing is restored
 * yet. One goes on at a time. Errors: CONFLICT (one goes on), NOT_FOUND (no good full backup), DATABASE_DOWN, STORAGE_DOWN.
 */
export function startGameDay(
  context: BackupContext,
  request: StartGameDayRequest,
  { trigger, actor }: Initiator,
): Promise<Result<{ id: string; backupId: string }>> {
  return attempt(async () => {
    const parsed = requestSchema.safeParse(request);
    if (!parsed.success) throw failure('INVALID_INPUT', 'This is not the id of a backup.');
    const db = await reachDatabase(context);
    const choices = await gameDayChoices(context);
    const wanted = parsed.data.backupId ?? choices[0]?.id;
    if (!wanted || !choices.some(({ id }) => id === wanted)) {
      throw failure('NOT_FOUND', 'There is no good full backup to rehearse with.', {
        hint: 'Make a backup first: npm run -s backup -- create',
      });
    }
    const { manifest } = await context.catalog.get(wanted);
    const id = newId(context.clock.now());
    const begun = await beginGameDay(db, {
      id,
      actorId: actor.id,
      actorName: actor.name,
      trigger,
      startedAt: context.clock.now(),
      state: {
        backup: { id: wanted, createdAt: manifest.createdAt, plainSize: manifest.artifact.plainSize },
        ticks: null,
        databases: [],
        runId: null,
        restoreAt: null,
        look: null,
      },
    });
    if (!begun) {
      const other = await readOpenGameDay(db);
      const goingOn = other ? `A game day is going on. ${other.actorName} began it.` : 'A game day is going on.';
      throw failure('CONFLICT', goingOn, { hint: 'Go on with it, or give it up.' });
    }
    await recordAudit(context, {
      act: 'game-day.start',
      subject: wanted,
      actor,
      from: trigger,
      detail: { gameDay: id },
    });
    return { id, backupId: wanted };
  });
}
