import { unwrap } from '@/lib/backup/kernel/result';
import { endGameDay } from '@/lib/backup/use-cases/end-game-day';
import { readGameDay } from '@/lib/backup/use-cases/get-game-day';
import { listGameDays } from '@/lib/backup/use-cases/list-game-days';
import { rehearseRestore } from '@/lib/backup/use-cases/rehearse-restore';
import { startGameDay } from '@/lib/backup/use-cases/start-game-day';
import type { GameDayRecordView, GameDayView } from '@/lib/backup/views';
import { byTest, type TestModule } from '../../support/backup-module';
import type { TestDatabase } from '../../support/postgres';

export const HELD = { credentials: true, keys: true, runbook: true };

/** Databases that rehearsals of this site made and nobody dropped. */
export async function rehearsed(site: TestDatabase): Promise<string[]> {
  const rows = await site.query<{ name: string }>(
    `select datname as name from pg_database where starts_with(datname, left($1, 40)) and datname like '%game_day%'`,
    [site.name],
  );
  return rows.map(({ name }) => name);
}

/** Begins a day and restores, whatever comes of it. */
export async function restoredDay(module: TestModule, backupId?: string, ticks = HELD): Promise<string> {
  const { id } = unwrap(await startGameDay(module.context, backupId ? { backupId } : {}, byTest));
  await restoredAgain(module, id, ticks);
  return id;
}

async function restoredAgain(module: TestModule, id: string, ticks = HELD): Promise<void> {
  const { finished } = unwrap(
    await rehearseRestore(module.context, { id, ticks, actor: byTest.actor }, { trigger: 'cli' }),
  );
  await finished;
}

export const current = async (module: TestModule): Promise<GameDayView | null> =>
  unwrap(await readGameDay(module.context));

export const ended = async (
  module: TestModule,
  id: string,
  more: { people?: string[]; notes?: string; giveUp?: boolean } = {},
): Promise<GameDayRecordView> => unwrap(await endGameDay(module.context, { id, ...more }, byTest));

export const records = async (module: TestModule) => unwrap(await listGameDays(module.context));
