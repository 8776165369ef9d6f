import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';

/** Takes the row of a seed that failed or went silent away, if it is still the one that began then. Gives whether it was. */
export function clearSeedStatus(
  db: HostDatabase,
  { status, startedAt }: { status: 'failed' | 'stale'; startedAt: string },
): Promise<boolean> {
  return askDatabase(async () => {
    const removed = await db.execute(sql`
      delete from public.seed_status where id = 'singleton' and status = ${status === 'failed' ? 'failed' : 'seeding'}
        and date_trunc('milliseconds', started_at) = (${startedAt}::timestamptz at time zone 'UTC') returning id`);
    return removed.length > 0;
  });
}
