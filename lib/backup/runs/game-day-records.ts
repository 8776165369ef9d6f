import { and, eq, isNull, sql } from 'drizzle-orm';
import { jsonb, pgSchema, text, timestamp } from 'drizzle-orm/pg-core';
import type { HostDatabase } from '../host.types';
import { askDatabase, driverCode } from '../kernel/database-outage';
import type { GameDayLookView, GameDayNeedKey, Trigger } from '../views';
import { plainText } from './plain-text';

/** What a rehearsal has come to so far. */
export interface GameDayState {
  backup: { id: string; createdAt: string; plainSize: number };
  /** What people answered; null before they were asked, and where nobody was there. */
  ticks: Partial<Record<GameDayNeedKey, boolean>> | null;
  /** Every database that was named for it: all of them are dropped at its end. */
  databases: string[];
  /** The newest restore, and the key under which it was started. */
  runId: string | null;
  restoreAt: string | null;
  look: GameDayLookView | null;
  /** Its record is being written: whoever was about to go on with it finds it changed. */
  ending?: true;
}

const gameDays = pgSchema('backup').table('game_days', {
  id: text('id').primaryKey(),
  actorId: text('actor_id'),
  actorName: text('actor_name').notNull(),
  trigger: text('trigger').$type<Trigger>().notNull(),
  state: jsonb('state').$type<GameDayState>().notNull(),
  startedAt: timestamp('started_at', { withTimezone: true }).notNull(),
  endedAt: timestamp('ended_at', { withTimezone: true }),
});

export type OpenGameDay = typeof gameDays.$inferSelect;

/** The rehearsal that is going on, or null. */
export async function readOpenGameDay(db: HostDatabase): Promise<OpenGameDay | null> {
  const [row] = await askDatabase(() => db.select().from(gameDays).where(isNull(gameDays.endedAt)).limit(1));
  return row ?? null;
}

/** False where another one is going on: of any number that begin at once, one does. */
export async function beginGameDay(db: HostDatabase, day: Omit<OpenGameDay, 'endedAt'>): Promise<boolean> {
  try {
    await askDatabase(() => db.insert(gameDays).values({ ...day, actorName: plainText(day.actorName, 200) }));
    return true;
  } catch (thrown) {
    if (driverCode(thrown) === '23505') return false;
    throw thrown;
  }
}

/** Writes how far it has come. False where it has ended since `from` was read, or somebody else has taken it on. */
export async function keepGameDayState(
  db: HostDatabase,
  { id, state: from }: Pick<OpenGameDay, 'id' | 'state'>,
  state: GameDayState,
): Promise<boolean> {
  const asRead = and(
    eq(gameDays.id, id),
    isNull(gameDays.endedAt),
    sql`${gameDays.state} = ${JSON.stringify(from)}::jsonb`,
  );
  const rows = await askDatabase(() => db.update(gameDays).set({ state }).where(asRead).returning({ id: gameDays.id }));
  return rows.length > 0;
}

export async function endGameDayRow(db: HostDatabase, id: string, endedAt: Date): Promise<void> {
  await askDatabase(() =>
    db
      .update(gameDays)
      .set({ endedAt })
      .where(and(eq(gameDays.id, id), isNull(gameDays.endedAt))),
  );
}
