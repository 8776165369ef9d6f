import { inArray, sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';
import { newId } from '../kernel/ids';
import { currentHolder } from './holder';
import { lockLease } from './lease';
import { runs } from './schema';

/** Notes that the schedule has called. `since`: its first call ever; `now`: the database's clock. */
export async function noteTick(db: HostDatabase): Promise<{ since: Date; now: Date }> {
  const [row] = await askDatabase(() =>
    db.execute<{ since: string; now: string }>(sql`
      insert into backup.schedule_watch (since, ticked_at) values (clock_timestamp(), clock_timestamp())
      on conflict (only_row) do update set ticked_at = clock_timestamp()
      returning extract(epoch from since) * 1000 as since, extract(epoch from ticked_at) * 1000 as now`),
  );
  if (!row) throw new Error('The row of the schedule that was just written is not there.');
  return { since: new Date(Number(row.since)), now: new Date(Number(row.now)) };
}

/** A missed slot has a key of its own: should its time come again, after a clock was wrong, a run can still have it. */
const missedKey = (slot: string): string => `missed:${slot}`;

/** Of these slots, those that were given a run or were written down as missed. */
export async function settledSlots(db: HostDatabase, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const rows = await askDatabase(() =>
    db
      .select({ slot: runs.slot })
      .from(runs)
      .where(inArray(runs.slot, [...keys, ...keys.map(missedKey)])),
  );
  const found = new Set(rows.map(({ slot }) => slot));
  return new Set(keys.filter((key) => found.has(key) || found.has(missedKey(key))));
}

/** Writes slots that brought no backup into the history, each once however many ask; gives those that are new. */
export function recordMissed(
  db: HostDatabase,
  slots: readonly { key: string; at: Date }[],
): Promise<{ key: string; at: Date }[]> {
  return askDatabase(() =>
    db.transaction(async (tx) => {
      const { fence, now } = await lockLease(tx);
      const recorded: { key: string; at: Date }[] = [];
      for (const slot of slots) {
        const id = newId(now);
        const written = await tx
          .insert(runs)
          .values({
            id,
            kind: 'backup',
            status: 'missed',
            trigger: 'schedule',
            actorId: null,
            actorName: 'Schedule',
            slot: missedKey(slot.key),
            options: { scope: 'full', verifyRestore: false },
            backupId: id,
            phases: [],
            fence: fence + recorded.length + 1,
            holder: currentHolder(),
            heartbeatAt: sql`clock_timestamp()`,
            startedAt: slot.at,
            finishedAt: slot.at,
          })
          .onConflictDoNothing({ target: runs.slot })
          .returning({ id: runs.id });
        if (written.length > 0) recorded.push(slot);
      }
      return recorded;
    }),
  );
}
