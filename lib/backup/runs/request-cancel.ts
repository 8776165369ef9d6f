import { and, eq, sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';
import { plainText } from './plain-text';
import { type RunRecord, runs } from './schema';

/**
 * Asks a running run to stop; whichever process has it sees this within half a second. Asking twice is fine. Gives the
 * run as it is now: one that has ended, or is past its point of no return, is left alone. Null for an unknown run.
 * `yieldsSlot`: unless it gets to its end all the same, the slot of the schedule that it had is due again.
 */
export function requestCancel(
  db: HostDatabase,
  runId: string,
  by: string,
  { yieldsSlot = false }: { yieldsSlot?: boolean } = {},
): Promise<RunRecord | null> {
  return askDatabase(async () => {
    const [asked] = await db
      .update(runs)
      .set({
        cancelRequestedAt: sql`coalesce(${runs.cancelRequestedAt}, clock_timestamp())`,
        cancelRequestedBy: sql`coalesce(${runs.cancelRequestedBy}, ${plainText(by, 200)})`,
        ...(yieldsSlot && { options: sql`${runs.options} || '{"yieldsSlot": true}'` }),
      })
      .where(and(eq(runs.id, runId), eq(runs.status, 'running'), sql`${runs.options}->>'committing' is null`))
      .returning();
    if (asked) return asked;
    const [run] = await db.select().from(runs).where(eq(runs.id, runId));
    return run ?? null;
  });
}
